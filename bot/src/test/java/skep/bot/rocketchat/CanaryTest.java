package skep.bot.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.bot.local.chat.Answer;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Said;

class CanaryTest {
  private static final RocketChatOptions.Timing TIMING =
      new RocketChatOptions.Timing(
          Duration.ofSeconds(20),
          Duration.ofSeconds(45),
          Duration.ofSeconds(5),
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(400),
          Duration.ofMillis(300));

  private final List<String> life = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final LocalChat server = LocalChat.start(LocalChat.Options.onFreePort());
  private final RocketChat bot =
      RocketChat.open(
          RocketChatOptions.of(URI.create(server.url()), server.botUserId(), server.botToken())
              .with(TIMING));

  @AfterEach
  void stop() {
    bot.close();
    server.close();
  }

  private void listen() {
    bot.listen(
        Set.of("deploy"),
        message -> heard.add(message.id()),
        new RocketChat.Watcher() {
          @Override
          public void ready() {
            life.add("ready");
          }

          @Override
          public void lost(String why) {
            life.add(why);
          }

          @Override
          public void refused(String why) {
            life.add(why);
          }
        });
    await().until(() -> life.contains("ready"));
  }

  private List<Said> notes() {
    return server.said(server.directRoomId("skep", "skep"));
  }

  @Test
  void aConnectionThatLostItsSubscriptionsIsFoundOutAndNothingIsMissed() {
    listen();
    server.forgetSubscriptions();
    String missed = server.say("you", "ops", "/deploy web");

    await().until(() -> heard.contains(missed));
    assertThat(life).anySatisfy(word -> assertThat(word).contains("it hears nothing"));
    assertThat(life.getLast()).isEqualTo("ready");
  }

  @Test
  void aQuietServerIsAskedWithOneMessageAndStaysConnected() {
    listen();
    await().until(() -> notes().size() == 1 && !notes().getFirst().reactions().isEmpty());
    await().until(() -> notes().getFirst().reactions().isEmpty());

    assertThat(notes()).singleElement().matches(said -> !said.edited());
    assertThat(life).containsExactly("ready");
  }

  @Test
  void aServerWhereItCannotBeTriedOutIsListenedToAllTheSame() {
    server.answer("chat.react", Answer.refusal(403, "Not allowed", "error-forbidden"));
    listen();

    String id = server.say("you", "ops", "/deploy web");
    await().until(() -> heard.contains(id));
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    assertThat(life).containsExactly("ready");
  }
}
