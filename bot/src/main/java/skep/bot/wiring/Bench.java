package skep.bot.wiring;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.Command;
import skep.commands.access.Access;
import skep.commands.access.Directory;
import skep.commands.deploy.CarryOut;
import skep.commands.deploy.DeployCommand;
import skep.commands.deploy.Proposal;
import skep.commands.deploy.Unfinished;
import skep.commands.diff.DiffCommand;
import skep.commands.planning.Estates;
import skep.commands.planning.PlanMaker;
import skep.commands.planning.SecretsAtHand;
import skep.commands.rollback.RollbackCommand;
import skep.deploy.apply.Engine;
import skep.deploy.apply.Patience;
import skep.deploy.apply.Recovery;
import skep.deploy.apply.Rollout;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.OpenRelease;
import skep.deploy.release.RecordData;
import skep.deploy.release.RecordStore;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;
import skep.deploy.release.SwarmRecords;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.stack.StackLoader;
import skep.deploy.swarm.Swarm;
import skep.deploy.verify.Timing;
import skep.secrets.redaction.SecretValue;

/** The commands with everything they work with, around one Swarm and one estate. */
final class Bench {
  private static final Logger LOG = Logger.getLogger(Bench.class.getName());

  private final RecordStore records;
  private final Releases releases;
  private final Recovery recovery;
  private final SecretsAtHand secrets;
  private final Map<String, Command> commands;

  /**
   * What differs between chat, terminal and try.
   *
   * @param variables what stack files may interpolate
   * @param redaction takes known secret values out of a text
   * @param learn makes a value known to it
   * @param recovered told what became of a release a command found left unfinished
   */
  record Surroundings(
      Directory directory,
      RegistryCredentials credentials,
      Map<String, String> variables,
      UnaryOperator<String> redaction,
      Consumer<SecretValue> learn,
      Consumer<Recovery.Recovered> recovered,
      InstantSource clock,
      Pace pace) {
    Surroundings(
        Directory directory,
        RegistryCredentials credentials,
        Map<String, String> variables,
        UnaryOperator<String> redaction,
        Consumer<SecretValue> learn,
        Consumer<Recovery.Recovered> recovered,
        InstantSource clock) {
      this(directory, credentials, variables, redaction, learn, recovered, clock, Pace.DEFAULT);
    }
  }

  Bench(Swarm swarm, Estates estates, Surroundings around) {
    records = new SwarmRecords(swarm);
    Engine engine =
        new Engine(
            swarm,
            around.credentials(),
            swarm instanceof SimulatedSwarm ? Timing.SIMULATED : around.pace().watching(),
            Patience.DEFAULT,
            around.redaction());
    releases = new Releases(records, around.clock());
    StackLocks locks = new StackLocks(records, around.clock(), around.pace().lease());
    recovery = new Recovery(engine, releases, locks);
    PlanMaker plans =
        new PlanMaker(
            swarm,
            records,
            around.credentials(),
            new PlanMaker.Loading(
                around.variables(), new StackLoader()::load, around.learn(), estates::learn),
            around.clock());
    Access access = new Access(around.directory());
    WaitingPlans waiting = new WaitingPlans(records, around.clock());
    CarryOut carryOut =
        new CarryOut(
            new Rollout(engine, releases, locks, around.recovered()), plans, estates, releases);
    DeployCommand.Kept kept = new DeployCommand.Kept(releases, locks, waiting);
    secrets = new SecretsAtHand(estates, plans);
    Unfinished unfinished = new Unfinished(recovery, around.recovered());
    commands =
        Map.of(
            "diff", new DiffCommand(estates, plans, access),
            "deploy",
                knowing(new DeployCommand(estates, plans, access, kept, carryOut, unfinished)),
            "rollback",
                knowing(
                    new RollbackCommand(
                        estates,
                        plans,
                        access,
                        kept,
                        unfinished,
                        new Proposal(waiting, carryOut, access))));
  }

  /** A command that may bring what was left unfinished to its end, and tell how that went. */
  private Command knowing(Command command) {
    return (in, line) -> {
      learnWhatIsInFlight();
      return command.handle(in, line);
    };
  }

  /** Before anything in flight is touched, and may be spoken about. */
  void learnWhatIsInFlight() {
    releases.stacksInFlight().forEach(this::learnWhatIsInFlight);
  }

  /** A record nobody can read keeps its own stack waiting, and no other. */
  private void learnWhatIsInFlight(String stack) {
    try {
      for (OpenRelease open : releases.inFlight(stack)) {
        secrets.learn(stack, open.release().commit());
      }
    } catch (RecordData.UnreadableRecordException e) {
      LOG.log(Level.WARNING, "what is in flight of " + stack + " cannot be read", e);
    }
  }

  SecretsAtHand secrets() {
    return secrets;
  }

  RecordStore records() {
    return records;
  }

  Releases releases() {
    return releases;
  }

  Recovery recovery() {
    return recovery;
  }

  Map<String, Command> commands() {
    return commands;
  }
}
