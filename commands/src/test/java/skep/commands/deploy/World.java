package skep.commands.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import skep.commands.Commands;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Directory;
import skep.commands.access.Policy;
import skep.commands.chat.Announcer;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.commands.diff.DiffCommand;
import skep.commands.incidents.Background;
import skep.commands.planning.Estates;
import skep.commands.planning.PlanMaker;
import skep.commands.rollback.RollbackCommand;
import skep.deploy.apply.Engine;
import skep.deploy.apply.Patience;
import skep.deploy.apply.Recovery;
import skep.deploy.apply.Rollout;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.estate.Freeze;
import skep.deploy.plan.PlanRefused;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.InMemoryRecords;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.stack.DesiredService;
import skep.deploy.stack.DesiredStack;
import skep.deploy.stack.InvalidStackException;
import skep.deploy.stack.StackSource;
import skep.deploy.swarm.EngineException;
import skep.deploy.verify.Timing;
import skep.deploy.yaml.Problem;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.Exposure;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.LockedFileException;
import skep.secrets.repository.RepositoryException;

/** A team, its estate and a simulated Swarm, with the real commands between them. */
final class World implements AutoCloseable {
  static final Person ANNA = new Person("u-anna", "anna");
  static final Person BEN = new Person("u-ben", "ben");
  static final Person CLEO = new Person("u-cleo", "cleo");
  static final Person DORA = new Person("u-dora", "dora");
  static final Person EVE = new Person("u-eve", "eve");
  static final Person ROOT = new Person("terminal:root", "root");
  private static final Room OPS = new Room("r-ops", "ops", false);
  private static final Room SHELL = new Room("terminal", "terminal", true);

  final SimulatedSwarm swarm = SimulatedSwarm.start(Options.QUICK);
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
  final InMemoryRecords records = new InMemoryRecords(now::get);
  final Estate estate = new Estate();
  final BreakableRecords lockRecords = new BreakableRecords(records);
  final StackLocks locks = new StackLocks(lockRecords, now::get);
  final Releases releases = new Releases(records, now::get);
  final List<String> progress = Collections.synchronizedList(new ArrayList<>());
  final List<Recovery.Recovered> recovered = Collections.synchronizedList(new ArrayList<>());
  final Set<String> leads = ConcurrentHashMap.newKeySet();
  final List<Announcer.Announcement> announced = Collections.synchronizedList(new ArrayList<>());
  final List<IssueTracker.Issue> issues = Collections.synchronizedList(new ArrayList<>());
  private final Commands commands = commands();

  private Commands commands() {
    Timing timing =
        new Timing(
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(20),
            Duration.ofMinutes(1));
    Patience patience =
        new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(20));
    Engine engine =
        new Engine(swarm, RegistryCredentials.NONE, timing, patience, text -> text, _ -> true);
    PlanMaker plans =
        new PlanMaker(
            swarm,
            records,
            RegistryCredentials.NONE,
            new PlanMaker.Loading(Map.of(), World::load, _ -> {}, _ -> {}),
            () -> now.updateAndGet(before -> before.plusNanos(1000)));
    Access access = new Access(new People());
    WaitingPlans waiting = new WaitingPlans(records, now::get);
    DeploymentAlerts alerts =
        new DeploymentAlerts(announced::add, estate, (_, _) -> {}, issues::add, Background.NONE);
    CarryOut carryOut =
        new CarryOut(
            new Rollout(engine, releases, locks, recovered::add),
            plans,
            estate,
            releases,
            alerts,
            now::get);
    DeployCommand.Kept kept = new DeployCommand.Kept(releases, locks, waiting);
    Queue queue =
        new Queue(locks, now::get, new Queue.Pace(Duration.ofMillis(20), Duration.ofMinutes(30)));
    Unfinished unfinished =
        new Unfinished(new Recovery(engine, releases, locks), recovered::add, now::get);
    Proposal proposal = new Proposal(waiting, carryOut, access, now::get, alerts, text -> text);
    Approval approval = new Approval(waiting, carryOut, estate, access, now::get, locks, alerts);
    return new Commands(
        Map.of(
            "diff", new DiffCommand(estate, plans, access, text -> text),
            "deploy",
                new DeployCommand(
                    estate, plans, access, kept, unfinished, queue, proposal, approval),
            "rollback",
                new RollbackCommand(estate, plans, access, kept, unfinished, queue, proposal)),
        text -> text.replace("hunter2", "(redacted)"));
  }

  /** Everybody of the team has an account; only the leads are in a room. */
  private final class People implements Directory {
    @Override
    public boolean isMember(String room, String person) {
      return room.equals("ops-leads") && leads.contains(person);
    }

    @Override
    public Set<String> roles(String person) {
      return Set.of();
    }

    @Override
    public Optional<Person> named(String username) {
      return Stream.of(ANNA, BEN, EVE).filter(one -> one.username().equals(username)).findFirst();
    }
  }

  /** What this person gets for typing this in the command room (or at the terminal). */
  Outcome says(Person who, String line) {
    now.updateAndGet(before -> before.plusSeconds(1));
    String id = UUID.randomUUID().toString();
    Room room = who.atTerminal() ? SHELL : OPS;
    return commands.handle(new Invocation(id, who, room, id, line, now.get(), progress::add));
  }

  /** Deploys what was pushed last: Anna asks and Ben agrees. */
  Outcome deployed(String stack) {
    return agreed("/deploy " + stack);
  }

  /** Anna types the line and Ben approves the plan. */
  Outcome agreed(String line) {
    return says(ANNA, line) instanceof Outcome.Waiting waiting
        ? says(BEN, waiting.next())
        : new Outcome.Failed(line + " made no plan that waits", "");
  }

  /** The image the service runs now. */
  Optional<String> image(String service) {
    return swarm
        .service(service)
        .map(found ->
            found
                .spec()
                .path("TaskTemplate")
                .path("ContainerSpec")
                .path("Image")
                .asText()
                .replaceFirst("@.*", ""));
  }

  @Override
  public void close() {
    swarm.close();
  }

  /** A stack file of these tests is the image of the stack's one service, then its environment. */
  private static DesiredStack load(StackSource source) {
    String file = source.files().getFirst();
    List<String> lines =
        new String(source.tree().read(file).orElseThrow(), StandardCharsets.UTF_8).lines().toList();
    String[] first = lines.getFirst().split(" ", 2);
    String said = first.length > 1 ? first[1] : "broken";
    switch (first[0]) {
      case "INVALID" ->
          throw new InvalidStackException(
              List.of(new Problem(file, 3, "no key imge"), new Problem(file, 7, "no key prots")));
      case "LOCKED" -> throw new LockedFileException(file, said);
      case "UNREADABLE" -> throw new RepositoryException(said);
      case "REFUSED" ->
          throw new PlanRefused(List.of(new PlanRefused.Reason(said, "change " + said)));
      case "REJECTED" -> throw new EngineException.Rejected(400, said);
      case "UNREACHABLE" ->
          throw new EngineException.Unreachable(said, new IOException("no route"));
      default -> {}
    }
    return new DesiredStack(
        source.name(),
        List.of(),
        List.of(),
        List.of(),
        List.of(service(source.name(), lines.getFirst(), lines.subList(1, lines.size()))),
        List.of());
  }

  private static DesiredService service(String stack, String image, List<String> environment) {
    String json =
        """
        {"Name": "%s_app", "Labels": {"com.docker.stack.namespace": "%s"},
         "TaskTemplate": {"ContainerSpec": {"Labels": {"com.docker.stack.namespace": "%s"}}},
         "Mode": {"Replicated": {"Replicas": 1}}}
        """
            .formatted(stack, stack, stack);
    try {
      ObjectNode spec = (ObjectNode) new ObjectMapper().readTree(json);
      spec.withObjectProperty("Labels").put("com.docker.stack.image", image);
      ObjectNode container =
          spec.withObjectProperty("TaskTemplate").withObjectProperty("ContainerSpec");
      container.put("Image", image);
      environment.forEach(container.withArrayProperty("Env")::add);
      if (image.contains("on-ssd")) {
        // A label no node has.
        spec.withObjectProperty("TaskTemplate")
            .withObjectProperty("Placement")
            .withArrayProperty("Constraints")
            .add("node.labels.disk==ssd");
      }
      return new DesiredService(stack + "_app", spec, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An estate whose branches are pushed to by the tests. */
  static final class Estate implements Estates {
    private final Map<String, EstateAt> branches = new HashMap<>();
    private final Map<CommitId, CommitId> parents = new HashMap<>();
    private boolean approvalRequired = true;
    private Policy policy = policy(new Policy.Approving(Optional.empty(), 1, false));
    private Map<String, Policy> own = Map.of();
    private List<Freeze> freezes = List.of();
    private Optional<String> alerts = Optional.empty();
    private Optional<String> exposed = Optional.empty();
    private int commits;

    void push(String image) {
      push("", image);
    }

    void push(String branch, String image) {
      push(branch, Map.of("web", image));
    }

    /** What the stack file of each stack says. */
    void push(Map<String, String> stacks) {
      push("", stacks);
    }

    private void push(String branch, Map<String, String> stacks) {
      EstateAt before = branches.get(branch);
      EstateAt next = commit(stacks);
      if (before != null) {
        parents.put(next.commit(), before.commit());
      }
      branches.put(branch, next);
    }

    void forcePush(String image) {
      branches.put("", commit(Map.of("web", image)));
    }

    void approval(boolean required) {
      approvalRequired = required;
    }

    void otherThanRequester(boolean other) {
      policy = policy(new Policy.Approving(Optional.of(other), 1, false));
    }

    void approvalsNeeded(int needed) {
      policy = policy(new Policy.Approving(Optional.empty(), needed, false));
    }

    /** For this stack, only this person may. */
    void ownRule(String stack, Act act, String person) {
      Map<Act, Policy.Rule> rules = new HashMap<>(policy.rules());
      rules.put(act, new Policy.Rule(Map.of(person, person), List.of(), List.of()));
      own = Map.of(stack, new Policy(true, rules, policy.approving(), policy.commandRooms()));
    }

    /** Of those who may deploy, only this person may give the argument. */
    void argumentRule(String argument, String person) {
      Policy.Rule now = policy.rules().get(Act.DEPLOY);
      Policy.Rule one = new Policy.Rule(Map.of(person, person), List.of(), List.of());
      Map<Act, Policy.Rule> rules = new HashMap<>(policy.rules());
      rules.put(
          Act.DEPLOY,
          new Policy.Rule(now.persons(), now.membersOf(), now.roles(), Map.of(argument, one)));
      policy = new Policy(true, rules, policy.approving(), policy.commandRooms());
    }

    /** The next commits have this in clear, which is to be encrypted. */
    void expose(String path) {
      exposed = Optional.of(path);
    }

    void alerts(String room) {
      alerts = Optional.of(room);
    }

    void freeze(Freeze freeze) {
      freezes = List.of(freeze);
    }

    void sayNothingOfAccess() {
      policy = new Policy(false, Map.of(), Optional.empty(), List.of("ops"));
    }

    private static Policy policy(Policy.Approving approving) {
      Policy.Rule both =
          new Policy.Rule(Map.of("anna", "u-anna", "ben", "u-ben"), List.of(), List.of());
      Policy.Rule anna = new Policy.Rule(Map.of("anna", "u-anna"), List.of(), List.of());
      Policy.Rule three =
          new Policy.Rule(
              Map.of("anna", "u-anna", "ben", "u-ben", "cleo", "u-cleo"),
              List.of("ops-leads"),
              List.of());
      return new Policy(
          true,
          Map.of(Act.DEPLOY, both, Act.APPROVE, three, Act.ROLLBACK, both, Act.BREAK_GLASS, anna),
          approving,
          List.of("ops"));
    }

    private EstateAt commit(Map<String, String> stacks) {
      commits++;
      CommitId id = new CommitId(HexFormat.of().toHexDigits(commits, 8).repeat(5));
      String mark = policy.toString();
      Map<String, String> files = new HashMap<>();
      List<StackEntry> entries = new ArrayList<>();
      new TreeMap<>(stacks)
          .forEach((name, text) -> {
            String file = "stacks/" + name + "/stack.yml";
            files.put(file, text);
            entries.add(new StackEntry(name, List.of(file), approvalRequired, List.of()));
          });
      return new EstateAt(
          id,
          new Tree(id, files),
          new Rules(policy, own, _ -> mark, freezes, alerts),
          entries,
          exposed.stream().map(path -> new Exposure(id, path, Exposure.Kind.IN_CLEAR)).toList());
    }

    @Override
    public EstateAt at(String ref) {
      EstateAt found = branches.get(ref);
      if (found == null) {
        throw new RepositoryException("the estate has no branch, tag or commit " + ref);
      }
      return found;
    }

    @Override
    public boolean contains(CommitId newer, CommitId older) {
      for (CommitId at = newer; at != null; at = parents.get(at)) {
        if (at.equals(older)) {
          return true;
        }
      }
      return false;
    }
  }

  private record Tree(CommitId commit, Map<String, String> files) implements FileTree {
    @Override
    public SortedSet<String> paths() {
      return new TreeSet<>(files.keySet());
    }

    @Override
    public Optional<byte[]> read(String path) {
      return Optional.ofNullable(files.get(path))
          .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
