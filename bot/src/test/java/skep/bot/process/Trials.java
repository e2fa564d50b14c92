package skep.bot.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;

/**
 * Deployment after deployment of one stack, which a bot carries out that may die of it: each must
 * end once, with the new or with the old, and say so.
 */
final class Trials {
  private final Team team;
  private Rounds rounds;
  private String stack = "";
  private int stacks;
  private int round;
  private int releases;
  private String image = "";
  private String extra = "";
  private StackNow before;

  /** Deploys the stack for the first time; a bot must listen. */
  Trials(Team team) {
    this.team = team;
    freshStack();
  }

  String stack() {
    return stack;
  }

  /** Before the first releases of the old one are forgotten, with what only they needed. */
  private void freshStack() {
    stacks++;
    stack = "web" + stacks;
    rounds = new Rounds(team.lab().registry(), stack);
    image = "app:1";
    team.estate().commit(rounds.files(round, image));
    String thread = team.ask("/deploy " + stack);
    team.approve(thread);
    assertThat(team.awaitAnswers(thread, 2).getLast()).contains("release 1 is verified");
    Awaitility.await().atMost(Team.LONG).until(team::isAllAnswered);
    releases = 1;
    extra = stack + "_extra" + round;
    before = StackNow.of(team.swarm(), stack, networks());
  }

  /** Commits what is to be deployed next. */
  void begin(boolean goesWell) {
    if (releases == Releases.KEPT - 1) {
      freshStack();
    }
    round++;
    team.estate().commit(rounds.files(round, goesWell ? otherImage() : "app:crash"));
  }

  private String otherImage() {
    return image.equals("app:1") ? "app:2" : "app:1";
  }

  /**
   * Waits until the thread has so many answers and nothing is under way, and judges what is there.
   *
   * @return whether the new is there
   */
  boolean ended(String thread, boolean goesWell, int messages) {
    List<String> answers = team.awaitAnswers(thread, messages);
    Awaitility.await()
        .atMost(Team.LONG)
        .until(() ->
            team.releases().inFlight(stack).isEmpty()
                && team.locks().holder(stack).isEmpty()
                && team.isAllAnswered());
    Optional<Release> release =
        team.releases().latest(stack).filter(latest -> latest.number() > releases);
    boolean isNew = release.filter(it -> it.state() == Release.State.RELEASED).isPresent();
    assertThat(answers).as("to %d messages", messages).hasSize(messages);
    release.ifPresent(it -> judge(it, goesWell, answers.getLast()));
    release.ifPresent(this::isAnnounced);
    if (isNew) {
      isNew();
    } else {
      isOld();
    }
    assertThat(team.answers(thread)).as(thread).hasSize(messages);
    return isNew;
  }

  /** The approval was carried out once, and its answer says how that ended. */
  private void judge(Release release, boolean goesWell, String answer) {
    assertThat(release.number()).isEqualTo(releases + 1);
    releases++;
    if (release.state() == Release.State.RELEASED) {
      assertThat(goesWell).isTrue();
      assertThat(answer).contains("release %d is verified".formatted(releases));
    } else {
      assertThat(release.state()).isEqualTo(Release.State.ROLLED_BACK);
      assertThat(answer).contains("release %d failed and was taken back".formatted(releases));
    }
  }

  /** In one message, which was rewritten to its end. */
  private void isAnnounced(Release release) {
    String sign = release.state() == Release.State.RELEASED ? ":white_check_mark:" : ":rewind:";
    String words = "%s *%s* release %d".formatted(sign, stack, release.number());
    Awaitility.await()
        .atMost(Team.LONG)
        .untilAsserted(() ->
            assertThat(team.alerts())
                .filteredOn(alert -> alert.startsWith(words + ":"))
                .hasSize(1));
  }

  /** Whatever was killed on the way, no deployment looks as if it still ran. */
  void nothingIsLeftOpen() {
    Awaitility.await()
        .atMost(Team.LONG)
        .untilAsserted(
            () -> assertThat(team.alerts()).noneMatch(alert -> alert.startsWith(":gear:")));
  }

  private void isNew() {
    image = otherImage();
    extra = stack + "_extra" + round;
    String network = stack + "_only" + round;
    Set<String> kept = new TreeSet<>(before.objects());
    kept.removeIf(name -> name.startsWith(stack + "_only"));
    // The engine says that a network is removed a moment before it is.
    Awaitility.await()
        .atMost(Team.LONG)
        .until(() -> networks().equals(Set.of(stack + "_base", network)));
    StackNow now = StackNow.of(team.swarm(), stack, networks());
    runs(now);
    Set<String> made = new TreeSet<>(now.objects());
    assertThat(made).containsAll(kept);
    made.removeAll(kept);
    assertThat(made).hasSize(3).contains(network);
    before = now;
  }

  private Set<String> networks() {
    return team.networks(stack);
  }

  private void isOld() {
    Awaitility.await().atMost(Team.LONG).until(() -> before.objects().containsAll(networks()));
    StackNow now = StackNow.of(team.swarm(), stack, networks());
    runs(now);
    assertThat(now).isEqualTo(before);
  }

  private void runs(StackNow now) {
    assertThat(now.services()).containsOnlyKeys(stack + "_app", extra);
    assertThat(now.image(stack + "_app")).isEqualTo(image);
    // A machine that is lost, or back, may have its tasks moved after the end was told.
    Awaitility.await()
        .atMost(Team.LONG)
        .untilAsserted(() -> {
          assertThat(StackNow.tasks(team.swarm(), stack + "_app"))
              .containsExactly("running " + image);
          assertThat(StackNow.tasks(team.swarm(), extra)).containsExactly("running app:1");
        });
  }
}
