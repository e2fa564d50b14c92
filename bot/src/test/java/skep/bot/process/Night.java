package skep.bot.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import skep.deploy.lab.Lab;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;

/**
 * A team whose bot is killed again and again. The bot that finishes what one left is the next one
 * to be killed; the one after it has started already and waits to be needed.
 */
final class Night implements AutoCloseable {
  private static final String CLAIM_ANSWERED = "wrote relabel config skep-claim";

  private final Team team;
  private Rounds rounds;
  private BotProcess bot;
  private BotProcess next;
  private String stack = "";
  private int stacks;
  private int round;
  private int releases;
  private String image = "";
  private String extra = "";
  private StackNow before;

  /**
   * Where a bot is killed: when so many writes have reached the Swarm.
   *
   * @param last what the last of them was
   */
  record Moment(boolean goesWell, int writes, String last) {
    String words() {
      return "%s, killed after %d: %s".formatted(goesWell ? "good" : "bad", writes, last);
    }
  }

  Night(Lab lab, Path folder) {
    team = new Team(lab, folder, Map.of("skep.yaml", "chat: {commands: [ops]}\n"));
    bot = team.listeningBot();
    next = team.bot();
    freshStack();
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
    before = StackNow.of(team.swarm(), stack);
  }

  /** The writes of a whole deployment that nobody disturbs. */
  List<String> undisturbed(boolean goesWell) {
    begin(goesWell);
    arm(1_000_000);
    String thread = team.ask("/deploy " + stack);
    team.approve(thread);
    team.awaitAnswers(thread, 2);
    Awaitility.await().atMost(Team.LONG).until(() -> claimsAnswered() == 2);
    ended(thread, goesWell, 2);
    return bot.lines().stream()
        .filter(line -> line.startsWith("wrote "))
        .map(line -> line.substring("wrote ".length()))
        .toList();
  }

  private void arm(int writes) {
    bot.tellAnew("stop after " + writes);
    bot.awaitLine("armed"::equals, Team.LONG);
  }

  private long claimsAnswered() {
    return bot.lines().stream().filter(line -> line.startsWith(CLAIM_ANSWERED)).count();
  }

  /**
   * Deploys, kills the bot at the moment, lets the next one finish, and judges what is there then.
   *
   * @return whether the new is there
   */
  boolean killedAt(Moment moment) {
    begin(moment.goesWell());
    arm(moment.writes());
    String thread = team.ask("/deploy " + stack);
    boolean approved = approveUnlessStopped(thread);
    bot.awaitLine("stopped"::equals, Team.LONG);
    bot.kill();
    team.leaseRunsOut(stack);
    if (!approved && team.isAskedIn(thread)) {
      // Said while no bot listens.
      team.approve(thread);
      approved = true;
    }
    bot = next;
    bot.tell("listen");
    next = team.bot();
    return ended(thread, moment.goesWell(), approved ? 2 : 1);
  }

  private boolean approveUnlessStopped(String thread) {
    bot.awaitLine(line -> line.equals("stopped") || line.startsWith(CLAIM_ANSWERED), Team.LONG);
    if (bot.saysWithin("stopped"::equals, Duration.ZERO)) {
      return false;
    }
    team.approve(thread);
    return true;
  }

  private void begin(boolean goesWell) {
    if (releases == Releases.KEPT - 1) {
      freshStack();
    }
    round++;
    team.estate().commit(rounds.files(round, goesWell ? otherImage() : "app:crash"));
  }

  private String otherImage() {
    return image.equals("app:1") ? "app:2" : "app:1";
  }

  private boolean ended(String thread, boolean goesWell, int messages) {
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
    StackNow now = StackNow.of(team.swarm(), stack);
    runs(now);
    Set<String> made = new TreeSet<>(now.objects());
    assertThat(made).containsAll(kept);
    made.removeAll(kept);
    assertThat(made).hasSize(3).contains(network);
    before = now;
  }

  private Set<String> networks() {
    return StackNow.networks(team.swarm(), stack);
  }

  private void isOld() {
    Awaitility.await().atMost(Team.LONG).until(() -> before.objects().containsAll(networks()));
    StackNow now = StackNow.of(team.swarm(), stack);
    runs(now);
    assertThat(now).isEqualTo(before);
  }

  private void runs(StackNow now) {
    assertThat(now.services()).containsOnlyKeys(stack + "_app", extra);
    assertThat(now.image(stack + "_app")).isEqualTo(image);
    assertThat(StackNow.tasks(team.swarm(), stack + "_app")).containsExactly("running " + image);
    assertThat(StackNow.tasks(team.swarm(), extra)).containsExactly("running app:1");
  }

  @Override
  public void close() {
    bot.close();
    next.close();
    team.close();
  }
}
