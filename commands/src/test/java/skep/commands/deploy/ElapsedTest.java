package skep.commands.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import skep.commands.chat.Outcome;
import skep.deploy.release.Release;

class ElapsedTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  @Test
  void itSaysHowLongAndHowLongUsually() {
    Elapsed first = new Elapsed(now::get, Optional.empty());
    Elapsed later = new Elapsed(now::get, Optional.of(Duration.ofSeconds(95)));
    now.set(Instant.EPOCH.plusSeconds(12));
    assertThat(first.words()).isEqualTo("12 s");
    assertThat(later.words()).isEqualTo("12 s, usually 1 min 35 s");
  }

  @Test
  void onlyVerifiedReleasesSayHowLongItUsuallyTakes() {
    try (World world = new World()) {
      world.estate.push("nginx:1");
      assertThat(Elapsed.usual(world.releases.history("web"))).isEmpty();
      world.deployed("web");
      world.estate.push("nginx:crash");
      assertThat(world.agreed("/deploy web")).isInstanceOf(Outcome.Failed.class);
      Release first = world.releases.find("web", 1).orElseThrow();
      assertThat(Elapsed.usual(world.releases.history("web")))
          .contains(Duration.between(first.started(), first.ended().orElseThrow()));

      world.progress.clear();
      world.estate.push("nginx:2");
      world.deployed("web");
      assertThat(world.progress).anySatisfy(shown -> assertThat(shown).contains(", usually "));
    }
  }
}
