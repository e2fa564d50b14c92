package skep.bot.wiring;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import skep.commands.Command;
import skep.commands.access.Access;
import skep.commands.access.Directory;
import skep.commands.ask.Runbooks;
import skep.commands.chat.Announcer;
import skep.commands.chat.Aside;
import skep.commands.chat.Origin;
import skep.commands.deploy.Approval;
import skep.commands.deploy.CarryOut;
import skep.commands.deploy.DeployCommand;
import skep.commands.deploy.DeploymentAlerts;
import skep.commands.deploy.IssueTracker;
import skep.commands.deploy.Proposal;
import skep.commands.deploy.Queue;
import skep.commands.deploy.Unfinished;
import skep.commands.diff.DiffCommand;
import skep.commands.incidents.Background;
import skep.commands.incidents.Incidents;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.PlanMaker;
import skep.commands.planning.SecretsAtHand;
import skep.commands.rollback.RollbackCommand;
import skep.commands.secrets.ChatOrders;
import skep.commands.secrets.ExposureWatch;
import skep.commands.secrets.Notice;
import skep.commands.secrets.Proposals;
import skep.commands.secrets.Reminders;
import skep.commands.secrets.SecretLinks;
import skep.commands.secrets.SecretsCommand;
import skep.commands.secrets.SecretsDesk;
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
import skep.secrets.repository.EstateRepository;
import skep.secrets.vault.Vault;

/** The commands with everything they work with, around one Swarm and one estate. */
final class Bench {
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final RecordStore records;
  private final Releases releases;
  private final StackLocks locks;
  private final Recovery recovery;
  private final DeploymentAlerts alerts;
  private final Map<String, Command> commands;
  private final Incidents incidents;
  private final BackupBench backups;
  private final RunbookBench runbooks;
  private final Reminders reminders;
  private final ExposureWatch exposures;
  private final BiFunction<ChatOrders, Proposals, SecretsDesk> desk;

  /**
   * What differs between chat, terminal and try.
   *
   * @param variables what stack files may interpolate
   * @param redaction takes known secret values out of a text
   * @param learn makes a value known to it
   * @param deployed told of every plan that was carried out: its stack, and how it ended in a word
   * @param announcer tells the alert room
   * @param incidents what is wrong until it is right again
   * @param issues is told what failed
   * @param aside tells one person
   * @param links to the desk
   * @param questions what they are answered with
   * @param background of what failed
   * @param tell says in a command's thread what nobody waits for any more
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
      Incidents incidents,
      IssueTracker issues,
      Aside aside,
      SecretLinks links,
      BiConsumer<String, String> deployed,
      BiConsumer<Origin, String> tell,
      Questions questions,
      Runbooks runbooks,
      Background background,
      InstantSource clock,
      Pace pace) {}

  Bench(Swarm swarm, Estates estates, EstateRepository repository, Surroundings around) {
    records = new SwarmRecords(swarm);
    incidents = around.incidents();
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
    alerts =
        new DeploymentAlerts(
            around.announcer(), estates, around.deployed(), around.issues(), around.background());
    Rollout rollout = new Rollout(engine, releases, locks, around.recovered());
    CarryOut carryOut = new CarryOut(rollout, plans, estates, releases, alerts, clock);
    Proposal proposal = new Proposal(waiting, carryOut, access, clock, alerts, around.redaction());
    Approval approval = new Approval(waiting, carryOut, estates, access, clock, locks, alerts);
    DeployCommand.Kept kept = new DeployCommand.Kept(releases, locks, waiting);
    Queue queue = new Queue(locks, clock, Queue.Pace.DEFAULT);
    Unfinished unfinished = new Unfinished(recovery, around.recovered(), clock);
    DeployCommand deploy =
        new DeployCommand(estates, plans, access, kept, unfinished, queue, proposal, approval);
    backups = new BackupBench(swarm, records, locks, estates, access, around);
    runbooks =
        new RunbookBench(
            around.runbooks(),
            swarm,
            records,
            releases,
            backups.command()::board,
            stack -> isLogShown(estates.lastSeen(), secrets, stack),
            estates,
            access,
            around);
    Vault vault = new Vault(repository);
    SecretsCommand.Kept keptSecrets = new SecretsCommand.Kept(estates, repository, vault, releases);
    Notice notice = new Notice(around.announcer(), around.background());
    reminders = new Reminders(estates, vault, notice, clock);
    exposures = new ExposureWatch(estates, repository, notice, clock, BETWEEN_LOOKS);
    desk =
        (orders, proposals) ->
            new SecretsDesk(
                keptSecrets,
                plans,
                access,
                new SecretsDesk.Told(notice, orders, proposals, around.learn()),
                clock);
    commands =
        Map.of(
            "ask",
            runbooks.command(),
            "backup",
            backups.command(),
            "diff",
            new DiffCommand(estates, plans, access, around.redaction()),
            "deploy",
            deploy,
            "rollback",
            new RollbackCommand(estates, plans, access, kept, unfinished, queue, proposal),
            "secrets",
            new SecretsCommand(
                keptSecrets,
                plans,
                access,
                deploy,
                new SecretsCommand.Told(
                    around.links(), around.aside(), around.announcer(), around.learn()),
                clock));
  }

  ExposureWatch exposures() {
    return exposures;
  }

  Reminders reminders() {
    return reminders;
  }

  SecretsDesk desk(ChatOrders orders, Proposals proposals) {
    return desk.apply(orders, proposals);
  }

  DeploymentAlerts alerts() {
    return alerts;
  }

  BackupBench backups() {
    return backups;
  }

  /**
   * What runs is a release's, so its values must be known; and what a stack's own rules let some
   * people do, is not shown to all who may deploy.
   */
  private boolean isLogShown(EstateAt head, SecretsAtHand secrets, String stack) {
    return head.names().contains(stack)
        && !head.rules().policies().containsKey(stack)
        && releases
            .latest(stack)
            .filter(release -> secrets.learn(stack, release.commit()))
            .isPresent();
  }

  RunbookBench runbooks() {
    return runbooks;
  }

  Incidents incidents() {
    return incidents;
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
