package skep.bot.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.bot.dispatch.Heard;
import skep.bot.local.chat.LocalChat;

/** How old a command is, and what was missed, is told by the server's clock alone. */
class ServerClockTest {
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final List<String> life = new CopyOnWriteArrayList<>();

  private final class Watching implements RocketChat.Watcher {
    @Override
    public void ready() {
      life.add("ready");
    }

    @Override
    public void lost(String why) {
      life.add("lost");
    }

    @Override
    public void refused(String why) {
      life.add(why);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600})
  void aServerAnHourOffLosesNothingAndMakesNoCommandOld(long seconds) {
    Duration off = Duration.ofSeconds(seconds);
    var options = new LocalChat.Options(0, "", Clock.offset(Clock.systemUTC(), off));
    try (LocalChat server = LocalChat.start(options);
        RocketChat bot =
            RocketChat.signIn(
                RocketChatOptions.of(
                    URI.create(server.url()), server.botUserId(), server.botToken()))) {
      bot.listen(Set.of("deploy"), heard::add, new Watching());
      await().until(() -> life.contains("ready"));
      String first = server.say("you", "ops", "/deploy web");
      await().until(() -> ids().contains(first));
      server.cutConnections();
      String missed = server.say("you", "ops", "/deploy web");
      await().until(() -> ids().contains(missed));

      assertThat(ids()).containsExactly(first, missed);
      assertThat(heard)
          .allSatisfy(command -> {
            assertThat(age(command, bot.time())).isLessThan(Duration.ofMinutes(5));
            assertThat(age(command, Instant.now().plus(off))).isLessThan(Duration.ofMinutes(5));
          });
    }
  }

  private List<String> ids() {
    return heard.stream().map(Heard::id).distinct().toList();
  }

  private static Duration age(Heard command, Instant now) {
    return Duration.between(command.typed(), now).abs();
  }
}
