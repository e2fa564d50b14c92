package skep.bot.wiring;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import skep.commands.Command;
import skep.commands.access.Access;
import skep.commands.access.Directory;
import skep.commands.chat.Announcer;
import skep.commands.deploy.Approval;
import skep.commands.deploy.CarryOut;
import skep.commands.deploy.DeployCommand;
import skep.commands.deploy.DeploymentAlerts;
import skep.commands.deploy.Proposal;
import skep.commands.deploy.Queue;
import skep.commands.deploy.Unfinished;
import skep.commands.diff.DiffCommand;
import skep.commands.planning.Estates;
import skep.commands.planning.PlanMaker;
import skep.commands.planning.SecretsAtHand;
import skep.commands.rollback.RollbackCommand;
import skep.commands.secrets.SecretsCommand;
import skep.deploy.apply.Engine;
import skep.deploy.apply.Patience;
import skep.deploy.apply.Recovery;
import skep.deploy.apply.Rollout;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.plan.image.RegistryCredentials;
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
  private final RecordStore records;
  private final Releases releases;
  private final StackLocks locks;
  private final Recovery recovery;
  private final DeploymentAlerts alerts;
  private final Map<String, Command> commands;

  /**
   * What differs between chat, terminal and try.
   *
   * @param variables what stack files may interpolate
   * @param redaction takes known secret values out of a text
   * @param learn makes a value known to it
   * @param deployed told of every plan that was carried out: its stack, and how it ended in a word
   * @param announcer tells the alert room
   * @param recovered told what became of a release a command found left unfinished
   */
  record Surroundings(
      Directory directory,
      RegistryCredentials credentials,
      Map<String, String> variables,
      UnaryOperator<String> redaction,
      Consumer<SecretValue> learn,
      Consumer<Recovery.Recovered> recovered,
      Announcer announcer,
      BiConsumer<String, String> deployed,
      InstantSource clock,
      Pace pace) {}

  Bench(Swarm swarm, Estates estates, Surroundings around) {
    records = new SwarmRecords(swarm);
    PlanMaker plans =
        new PlanMaker(
            swarm,
            records,
            around.credentials(),
            new PlanMaker.Loading(
                around.variables(), new StackLoader()::load, around.learn(), estates::learn),
            around.clock());
    SecretsAtHand secrets = new SecretsAtHand(estates, plans);
    Engine engine =
        new Engine(
            swarm,
            around.credentials(),
            swarm instanceof SimulatedSwarm ? Timing.SIMULATED : around.pace().watching(),
            Patience.DEFAULT,
            around.redaction(),
            release -> secrets.learn(release.stack(), release.commit()));
    releases = new Releases(records, around.clock());
    locks = new StackLocks(records, around.clock(), around.pace().lease());
    recovery = new Recovery(engine, releases, locks);
    Access access = new Access(around.directory());
    WaitingPlans waiting = new WaitingPlans(records, around.clock());
    InstantSource clock = around.clock();
    alerts = new DeploymentAlerts(around.announcer(), estates, around.deployed());
    Rollout rollout = new Rollout(engine, releases, locks, around.recovered());
    CarryOut carryOut = new CarryOut(rollout, plans, estates, releases, alerts, clock);
    Proposal proposal = new Proposal(waiting, carryOut, access, clock, alerts, around.redaction());
    Approval approval = new Approval(waiting, carryOut, estates, access, clock, locks, alerts);
    DeployCommand.Kept kept = new DeployCommand.Kept(releases, locks, waiting);
    Queue queue = new Queue(locks, clock, Queue.Pace.DEFAULT);
    Unfinished unfinished = new Unfinished(recovery, around.recovered(), clock);
    commands =
        Map.of(
            "diff", new DiffCommand(estates, plans, access, around.redaction()),
            "deploy",
                new DeployCommand(
                    estates, plans, access, kept, unfinished, queue, proposal, approval),
            "rollback",
                new RollbackCommand(estates, plans, access, kept, unfinished, queue, proposal),
            "secrets", new SecretsCommand(estates, plans, releases, access));
  }

  DeploymentAlerts alerts() {
    return alerts;
  }

  RecordStore records() {
    return records;
  }

  Releases releases() {
    return releases;
  }

  StackLocks locks() {
    return locks;
  }

  Recovery recovery() {
    return recovery;
  }

  Map<String, Command> commands() {
    return commands;
  }
}
