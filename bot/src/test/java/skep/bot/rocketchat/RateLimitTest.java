package skep.bot.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.bot.dispatch.Chat.Post;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Said;

/** A server that takes ten calls of a kind in a while, from an account that is no bot to it. */
class RateLimitTest {
  private static final int DEPLOYMENTS = 20;
  private static final int STEPS = 30;
  private static final int CALLS = 10;
  private static final Duration WHILE = Duration.ofSeconds(3);

  private final LocalChat server = LocalChat.start(LocalChat.Options.onFreePort());
  private final RocketChat bot = bot();

  private RocketChat bot() {
    server.mischief().demote("skep");
    return RocketChat.signIn(
        RocketChatOptions.of(URI.create(server.url()), server.botUserId(), server.botToken()));
  }

  @AfterEach
  void stop() {
    bot.close();
    server.close();
  }

  @Test
  void ofTwentyDeploymentsAtOnceNoLastWordIsLostAndTheOrderIsKept() throws InterruptedException {
    String room = server.roomId("ops");
    server.limit(CALLS, WHILE);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < DEPLOYMENTS; i++) {
      ids.add(bot.post(Post.in(room, "deployment " + i + ": accepted")));
    }
    CountDownLatch ended = new CountDownLatch(DEPLOYMENTS);
    for (int i = 0; i < DEPLOYMENTS; i++) {
      int number = i;
      Thread.ofVirtual()
          .start(() -> {
            for (int step = 0; step < STEPS; step++) {
              bot.edit(room, ids.get(number), "deployment " + number + ": step " + step);
              pause();
            }
            bot.conclude(room, ids.get(number), "deployment " + number + ": verified");
            ended.countDown();
          });
    }
    ended.await();
    assertThat(bot.flush(Duration.ofMinutes(2))).isTrue();

    assertThat(server.said("ops")).extracting(Said::id).containsExactlyElementsOf(ids);
    assertThat(server.said("ops"))
        .extracting(Said::text)
        .allMatch(text -> text.endsWith(": verified"));
    // A call that is too many is asked again after the wait the server names, not before.
    assertThat(server.refusedByLimit()).isLessThanOrEqualTo(DEPLOYMENTS);
    assertThat(server.said("ops")).extracting(Said::thread).containsOnly(Optional.empty());
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
