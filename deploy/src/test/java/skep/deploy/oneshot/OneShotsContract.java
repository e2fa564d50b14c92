package skep.deploy.oneshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.deploy.oneshot.NodeEnd.State;
import skep.secrets.redaction.SecretValue;

/** What every way of running a program once has to do. */
abstract class OneShotsContract {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final String group = "skep-test-" + UUID.randomUUID().toString().substring(0, 8);

  abstract OneShots oneShots();

  /** With a shell; where programs run without one, anything. */
  abstract String image();

  /** After everything was removed. */
  abstract void end();

  @AfterEach
  void nothingIsLeft() {
    oneShots().remove(group);
    assertThat(oneShots().groups()).doesNotContain(group);
    end();
  }

  private OneShot shell(
      String name, Duration within, Map<String, SecretValue> secrets, String script) {
    return program(name, within, secrets, List.of("sh", "-c", script));
  }

  private OneShot program(
      String name, Duration within, Map<String, SecretValue> secrets, List<String> command) {
    return new OneShot(
        group + "-" + name,
        group,
        new OneShot.Program(image(), command, Map.of("PLAIN", "not a secret"), ""),
        new OneShot.Needs(List.of(), List.of(), List.of(), secrets, List.of()),
        new Where.AnyOne(""),
        false,
        within);
  }

  private NodeEnd run(OneShot what) {
    List<NodeEnd> ends = oneShots().run(what, _ -> {});
    assertThat(ends).hasSize(1);
    assertThat(oneShots().nodes(what.where())).contains(ends.getFirst().node());
    return ends.getFirst();
  }

  @Test
  void whatItSaysOnBothStreamsAndHowItEndsIsKnown() {
    NodeEnd end =
        run(shell("says", LONG, Map.of(), "echo one; echo \"$PLAIN\"; echo three >&2; exit 7"));

    assertThat(end.state()).isEqualTo(new State.Exited(7));
    assertThat(end.lines()).containsExactlyInAnyOrder("one", "not a secret", "three");
  }

  @Test
  void aLineOfAHundredThousandCharactersArrivesWhole() {
    NodeEnd end =
        run(shell("long", LONG, Map.of(), "head -c 100000 /dev/zero | tr '\\0' x; echo; echo end"));

    assertThat(end.state()).isEqualTo(new State.Exited(0));
    assertThat(end.lines()).containsExactly("x".repeat(100_000), "end");
  }

  @Test
  void aSecretComesAsAFileAndStandsNowhereElse() {
    NodeEnd end =
        run(
            shell(
                "secret",
                LONG,
                Map.of("word", SecretValue.of("sesame-open")),
                "cat \"$ONESHOT_SECRETS/word\"; echo; env; tr '\\0' ' ' </proc/$$/cmdline; echo"));

    assertThat(end.lines()).contains("sesame-open");
    assertThat(end.lines()).filteredOn(line -> line.contains("sesame-open")).hasSize(1);
  }

  @Test
  void theLongestNameOfAServiceHasSecretsToo() {
    String name = "n".repeat(63 - group.length() - 1);
    NodeEnd end =
        run(
            shell(
                name,
                LONG,
                Map.of("a-file-of-some-length", SecretValue.of("sesame-open")),
                "wc -c <\"$ONESHOT_SECRETS/a-file-of-some-length\""));

    assertThat(end.state()).as("%s", end).isEqualTo(new State.Exited(0));
    assertThat(end.lines()).singleElement().asString().contains("11");
  }

  @Test
  void whoBeginsItAgainFindsTheSameEnd() {
    OneShot what = shell("once", LONG, Map.of(), "cat /proc/sys/kernel/random/uuid");

    assertThat(run(what).lines()).hasSize(1).isEqualTo(run(what).lines());
    assertThat(oneShots().groups()).contains(group);
  }

  @Test
  void aProgramThatIsNotThereIsNoSuccess() {
    NodeEnd end = run(program("nowhere", LONG, Map.of(), List.of("/no/such/program")));

    assertThat(end.isOver()).isTrue();
    assertThat(end.state()).isNotEqualTo(new State.Exited(0));
    assertThat(end.words()).isNotBlank();
  }

  @Test
  void whatTakesTooLongIsLost() {
    NodeEnd end = run(shell("sleeps", Duration.ofSeconds(3), Map.of(), "exec sleep 300"));

    assertThat(end.state()).isInstanceOf(State.Lost.class);
    assertThat(end.words()).contains("not over");
  }
}
