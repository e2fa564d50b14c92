package skep.commands.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.commands.deploy.World.ANNA;
import static skep.commands.deploy.World.BEN;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.deploy.apply.Report;
import skep.deploy.apply.RolloutEvent;
import skep.deploy.apply.Verdict;
import skep.deploy.release.Release;
import skep.deploy.verify.FailedTask;
import skep.deploy.verify.Progress;

/** Whatever others wrote, what the bot says stays its own: nobody is called, nothing is forged. */
class HostileTextTest {
  private static final String TYPED = "@all *x* ` ``` _y_";
  private static final String HOSTILE = TYPED + " \u202e \u001b[31m";
  private static final Person MALLORY = new Person("u-anna", HOSTILE);
  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  static Stream<String> lines() {
    String one = "'" + TYPED + "'";
    return Stream.of(
        "/" + TYPED.replace(" ", ""),
        "/diff " + one,
        "/diff " + TYPED,
        "/diff web@" + TYPED.replace(" ", ""),
        "/diff web --" + TYPED.replace(" ", ""),
        "/diff web --resolve-image " + one,
        "/deploy " + one,
        "/deploy web@" + TYPED.replace(" ", ""),
        "/deploy all@" + TYPED.replace(" ", ""),
        "/deploy web --service " + one,
        "/deploy approve " + one,
        "/deploy reject " + one,
        "/deploy status " + one,
        "/deploy history " + one,
        "/deploy lock " + one + " why",
        "/deploy unlock " + one,
        "/deploy " + one + " " + one,
        "/rollback " + one,
        "/rollback web to " + one,
        "/rollback web " + one,
        "/rollback web " + one + " " + one,
        "/help " + one,
        "/deploy '" + TYPED);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void inALineSomebodyTyped(String line) {
    world.estate.push("nginx:1");
    world.deployed("web");
    Outcome outcome = world.says(ANNA, line);
    assertThat(outcome).isNotInstanceOf(Outcome.Done.class);
    harmless(outcome);
  }

  @Test
  void asTheReasonOfALock() {
    world.estate.push("nginx:1");
    harmless(world.says(ANNA, "/deploy lock web " + TYPED + " *web* release 9 is verified"));
    Outcome refused = world.says(BEN, "/deploy web");
    assertThat(refused.text()).contains("has held the lock");
    harmless(refused);
    harmless(world.says(BEN, "/deploy status"));
    harmless(world.says(BEN, "/deploy lock web mine"));
    harmless(world.says(BEN, "/rollback web"));
    harmless(world.says(BEN, "/deploy unlock web"));
  }

  @Test
  void asTheNameOfAPerson() {
    world.estate.push("nginx:1");
    harmless(world.says(new Person("u-eve", HOSTILE), "/deploy web"));
    Outcome.Waiting waiting = (Outcome.Waiting) world.says(MALLORY, "/deploy web");
    harmless(waiting);
    harmless(world.says(MALLORY, waiting.next()));
    harmless(world.says(BEN, "/deploy status"));
    harmless(world.says(BEN, waiting.next()));
    harmless(world.says(BEN, "/deploy history web"));
    world.estate.push("nginx:2");
    Outcome.Waiting own = (Outcome.Waiting) world.says(MALLORY, "/deploy web");
    harmless(world.says(MALLORY, "/deploy reject " + own.plan()));
    harmless(world.says(BEN, own.next()));
    world.says(MALLORY, "/deploy lock web because");
    harmless(world.says(BEN, "/deploy status web"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "here", "ALL"})
  void aPersonNamedLikeEverybodyCallsNobody(String name) {
    world.estate.push("nginx:1");
    world.says(new Person("u-anna", name), "/deploy lock web because");
    assertThat(outsideCode(world.says(BEN, "/deploy web").text())).doesNotContain("@" + name);
  }

  @Test
  void asAnImage() {
    world.estate.push(HOSTILE);
    harmless(world.says(ANNA, "/diff web"));
    harmless(world.says(ANNA, "/diff web --resolve-image never"));
    harmless(world.says(ANNA, "/deploy web"));
  }

  @Test
  void asAVariable() {
    world.estate.push("crash:1\nGREETING=" + HOSTILE);
    harmless(world.says(ANNA, "/diff web"));
    Outcome.Waiting waiting = (Outcome.Waiting) world.says(ANNA, "/deploy web");
    harmless(waiting);
    Outcome failed = world.says(BEN, waiting.next());
    assertThat(failed.text()).contains("fatal: cannot open the database");
    harmless(failed);
    harmless(world.says(ANNA, "/deploy history web"));
    assertThat(List.copyOf(world.progress)).isNotEmpty().allSatisfy(HostileTextTest::harmlessText);
  }

  @Test
  void asWhatAFailedTaskLeft() {
    world.estate.push("nginx:1");
    world.deployed("web");
    Release release = world.releases.latest("web").orElseThrow();
    List<String> hostile = List.of("```", HOSTILE, "``` " + HOSTILE);
    FailedTask task =
        new FailedTask(HOSTILE, HOSTILE, HOSTILE, HOSTILE, OptionalInt.of(3), HOSTILE);
    Report report = new Report(Optional.of(task), hostile, hostile, hostile);
    for (Verdict verdict :
        List.of(
            new Verdict.VerifiedNew(release, report),
            new Verdict.VerifiedOld(release, HOSTILE, report),
            new Verdict.Failed(release, HOSTILE, report),
            new Verdict.Detached(release, report),
            new Verdict.Refused(HOSTILE + "\n```\n" + HOSTILE, HOSTILE))) {
      harmlessText(DeployText.recovered(release, verdict));
      FailureIssue.of(verdict).ifPresent(issue -> harmlessText(issue.text()));
    }
    List<String> shown = new ArrayList<>();
    LiveProgress progress =
        new LiveProgress("web", shown::add, new Elapsed(InstantSource.system(), Optional.empty()));
    progress.accept(new RolloutEvent.StepStarted(HOSTILE, 1, 2));
    progress.accept(new RolloutEvent.Converging("```", new Progress(0, 1, HOSTILE)));
    progress.accept(new RolloutEvent.RollingBack(HOSTILE));
    assertThat(shown).hasSize(3).allSatisfy(HostileTextTest::harmlessText);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOCKED", "UNREADABLE", "REFUSED", "REJECTED", "UNREACHABLE"})
  void asAnError(String kind) {
    world.estate.push(Map.of("web", kind + " " + HOSTILE));
    for (String line : List.of("/diff web", "/diff all", "/deploy web", "/deploy all")) {
      Outcome outcome = world.says(ANNA, line);
      assertThat(outcome).as(line).isNotInstanceOfAny(Outcome.Done.class, Outcome.Waiting.class);
      harmless(outcome);
    }
  }

  private static void harmless(Outcome outcome) {
    harmlessText(outcome.text());
    String next =
        switch (outcome) {
          case Outcome.Done _ -> "";
          case Outcome.Waiting waiting -> waiting.next();
          case Outcome.Refused refused -> refused.next();
          case Outcome.Failed failed -> failed.next();
          case Outcome.Unfinished unfinished -> unfinished.next();
        };
    assertThat(next).doesNotContain("\n", "\u202e", "\u001b");
  }

  private static void harmlessText(String text) {
    assertThat(text).doesNotContain("\u202e", "\u001b");
    assertThat(outsideCode(text)).doesNotContain("@all", "*x*", "_y_", "`", "release 9");
  }

  /** What a chat client would interpret. */
  private static String outsideCode(String text) {
    return text.replaceAll("(?ms)^```$.*?^```$", "").replaceAll("`[^`\n]+`", "");
  }
}
