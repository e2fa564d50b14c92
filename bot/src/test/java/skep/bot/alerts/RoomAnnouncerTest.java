package skep.bot.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.bot.dispatch.InMemoryChat;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Said;
import skep.bot.rocketchat.RocketChat;
import skep.bot.rocketchat.RocketChatOptions;
import skep.commands.chat.Announcer.Announcement;
import skep.commands.chat.Origin;

class RoomAnnouncerTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final RocketChatOptions.Timing QUICK =
      new RocketChatOptions.Timing(
          Duration.ofSeconds(20),
          Duration.ofSeconds(45),
          Duration.ofSeconds(2),
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          Duration.ofSeconds(60));

  private final LocalChat server = LocalChat.start(LocalChat.Options.onFreePort());
  private final RocketChat chat = chat();
  private final RoomAnnouncer announcer = announcer(chat);

  private RocketChat chat() {
    return RocketChat.open(
        RocketChatOptions.of(URI.create(server.url()), server.botUserId(), server.botToken())
            .with(QUICK));
  }

  private static RoomAnnouncer announcer(RocketChat chat) {
    return RoomAnnouncer.start(
        chat, text -> text.replace("hunter2", "(redacted)"), Duration.ofMillis(100));
  }

  @AfterEach
  void stop() {
    announcer.close();
    chat.close();
    server.close();
  }

  private static Announcement news(String key, String text) {
    return new Announcement("ops", key, Optional.empty(), List.of(), text);
  }

  private void told(RoomAnnouncer by, RocketChat through) throws InterruptedException {
    assertThat(by.flush(LONG)).isTrue();
    assertThat(through.flush(LONG)).isTrue();
  }

  @Test
  void oneMatterIsOneMessageThatSaysTheLatest() throws InterruptedException {
    announcer.tell(news("plan1", "waits"));
    told(announcer, chat);
    announcer.tell(news("plan2", "waits, too"));
    announcer.tell(news("plan1", "under way"));
    announcer.tell(news("plan1", "verified"));
    told(announcer, chat);

    assertThat(server.said("ops")).extracting(Said::text).containsExactly("verified", "waits, too");
  }

  @Test
  void theBotThatComesAfterRewritesTheSameMessage() throws InterruptedException {
    announcer.tell(news("plan1", "under way"));
    told(announcer, chat);
    try (RocketChat later = chat();
        RoomAnnouncer next = announcer(later)) {
      next.tell(news("plan1", "rolled back"));
      told(next, later);
    }
    assertThat(server.said("ops")).extracting(Said::text).containsExactly("rolled back");
  }

  @Test
  void theBotThatComesAfterLeavesAMessageAloneThatSaysItAlready() throws InterruptedException {
    InMemoryChat memory =
        new InMemoryChat(Set.of(), Map.of("ops", Set.of()), InstantSource.system());
    String message = RoomAnnouncer.message("ops", "plan1");
    for (String text : List.of("under way", "under way", "verified")) {
      try (RoomAnnouncer next =
          RoomAnnouncer.start(memory, UnaryOperator.identity(), Duration.ofMillis(100))) {
        next.tell(news("plan1", text));
        assertThat(next.flush(LONG)).isTrue();
      }
    }
    // Each bot that has something new posts, which changes nothing but the first time, and edits.
    assertThat(memory.history(message)).containsExactly("under way", "under way", "verified");
  }

  @Test
  void whatHappensWhileTheServerIsAwayIsToldWhenItIsBack() throws InterruptedException {
    server.whileDown(() -> {
      announcer.tell(news("plan1", "under way"));
      announcer.tell(news("plan1", "verified"));
      await().pollDelay(Duration.ofMillis(300)).until(() -> true);
    });
    told(announcer, chat);
    assertThat(server.said("ops")).extracting(Said::text).containsExactly("verified");
  }

  @Test
  void itLinksTheThreadCallsPeopleByTodaysNameAndShowsNoSecret() throws InterruptedException {
    Origin origin = new Origin(server.roomId("ops-deployers"), "m1", "m2");
    announcer.tell(
        new Announcement(
            "ops",
            "plan1",
            Optional.of(origin),
            List.of(server.userId("colleague"), "nobody"),
            "password hunter2"));
    told(announcer, chat);
    assertThat(server.said("ops").getFirst().text())
        .isEqualTo(
            "password (redacted) · [thread](%s/group/ops-deployers?msg=m2)\n@colleague"
                .formatted(server.url()));
  }

  @Test
  void aRoomThatIsNotThereKeepsNothingElseWaiting() throws InterruptedException {
    announcer.tell(
        new Announcement("no-such-room", "plan1", Optional.empty(), List.of(), "unheard"));
    announcer.tell(news("plan2", "heard"));
    told(announcer, chat);
    assertThat(server.said("ops")).extracting(Said::text).containsExactly("heard");
  }
}
