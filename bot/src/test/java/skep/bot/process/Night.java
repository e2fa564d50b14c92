package skep.bot.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import skep.deploy.lab.Lab;

/**
 * A team whose bot is killed again and again. The bot that finishes what one left is the next one
 * to be killed; the one after it has started already and waits to be needed.
 */
final class Night implements AutoCloseable {
  private static final String CLAIM_ANSWERED = "wrote relabel config skep-claim";

  private final Team team;
  private final Trials trials;
  private BotProcess bot;
  private BotProcess next;

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
    trials = new Trials(team);
  }

  /** The writes of a whole deployment that nobody disturbs. */
  List<String> undisturbed(boolean goesWell) {
    trials.begin(goesWell);
    arm(1_000_000);
    String thread = team.ask("/deploy " + trials.stack());
    team.approve(thread);
    team.awaitAnswers(thread, 2);
    Awaitility.await().atMost(Team.LONG).until(() -> claimsAnswered() == 2);
    trials.ended(thread, goesWell, 2);
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
    try {
      return judgedAfter(moment);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "%s%n%s; the bot that was to end it said:%n%s%nand the one after it:%n%s"
              .formatted(e.getMessage(), moment.words(), bot, next),
          e);
    }
  }

  private boolean judgedAfter(Moment moment) {
    trials.begin(moment.goesWell());
    arm(moment.writes());
    String thread = team.ask("/deploy " + trials.stack());
    boolean approved = approveUnlessStopped(thread);
    bot.awaitLine("stopped"::equals, Team.LONG);
    bot.kill();
    team.leaseRunsOut(trials.stack());
    if (!approved && team.isAskedIn(thread)) {
      // Said while no bot listens.
      team.approve(thread);
      approved = true;
    }
    bot = next;
    bot.tell("listen");
    next = team.bot();
    return trials.ended(thread, moment.goesWell(), approved ? 2 : 1);
  }

  private boolean approveUnlessStopped(String thread) {
    bot.awaitLine(line -> line.equals("stopped") || line.startsWith(CLAIM_ANSWERED), Team.LONG);
    if (bot.saysWithin("stopped"::equals, Duration.ZERO)) {
      return false;
    }
    team.approve(thread);
    return true;
  }

  /** When it is over. */
  void everyAlertIsAtItsEnd() {
    trials.nothingIsLeftOpen();
  }

  @Override
  public void close() {
    bot.close();
    next.close();
    team.close();
  }
}
