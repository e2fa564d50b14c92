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
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import skep.commands.Commands;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Directory;
import skep.commands.access.Policy;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.commands.diff.DiffCommand;
import skep.commands.planning.Estates;
import skep.commands.planning.PlanMaker;
import skep.commands.rollback.RollbackCommand;
import skep.deploy.apply.Engine;
import skep.deploy.apply.Patience;
import skep.deploy.apply.Recovery;
import skep.deploy.apply.Rollout;
import skep.deploy.apply.WaitingPlans;
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
import skep.deploy.verify.Timing;
import skep.deploy.yaml.Problem;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.RepositoryException;

/** A team, its estate and a simulated Swarm, with the real commands between them. */
final class World implements AutoCloseable {
  static final Person ANNA = new Person("u-anna", "anna");
  static final Person BEN = new Person("u-ben", "ben");
  static final Person EVE = new Person("u-eve", "eve");
  static final Person ROOT = new Person("terminal:root", "root");
  private static final Room OPS = new Room("r-ops", "ops", false);
  private static final Room SHELL = new Room("terminal", "terminal", true);

  final SimulatedSwarm swarm = SimulatedSwarm.start(Options.QUICK);
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
  final InMemoryRecords records = new InMemoryRecords(now::get);
  final Estate estate = new Estate();
  final StackLocks locks = new StackLocks(records, now::get);
  final Releases releases = new Releases(records, now::get);
  final List<String> progress = Collections.synchronizedList(new ArrayList<>());
  final List<Recovery.Recovered> recovered = Collections.synchronizedList(new ArrayList<>());
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
    Engine engine = new Engine(swarm, RegistryCredentials.NONE, timing, patience, text -> text);
    PlanMaker plans =
        new PlanMaker(
            swarm,
            records,
            RegistryCredentials.NONE,
            new PlanMaker.Loading(Map.of(), World::load, _ -> {}),
            now::get);
    Access access = new Access(Directory.NONE);
    WaitingPlans waiting = new WaitingPlans(records, now::get);
    CarryOut carryOut =
        new CarryOut(new Rollout(engine, releases, locks, recovered::add), plans, estate, releases);
    DeployCommand.Kept kept = new DeployCommand.Kept(releases, locks, waiting);
    Unfinished unfinished = new Unfinished(new Recovery(engine, releases, locks), recovered::add);
    Proposal proposal = new Proposal(waiting, carryOut, access);
    return new Commands(
        Map.of(
            "diff", new DiffCommand(estate, plans, access),
            "deploy", new DeployCommand(estate, plans, access, kept, carryOut, unfinished),
            "rollback", new RollbackCommand(estate, plans, access, kept, unfinished, proposal)),
        text -> text.replace("hunter2", "(redacted)"));
  }

  /** What this person gets for typing this in the command room (or at the terminal). */
  Outcome says(Person who, String line) {
    now.updateAndGet(before -> before.plusSeconds(1));
    String id = UUID.randomUUID().toString();
    Room room = who.atTerminal() ? SHELL : OPS;
    return commands.handle(new Invocation(id, who, room, id, line, now.get(), progress::add));
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

  /** A stack file of these tests is the image of the stack's one service. */
  private static DesiredStack load(StackSource source) {
    String image =
        new String(
            source.tree().read(source.files().getFirst()).orElseThrow(), StandardCharsets.UTF_8);
    if (image.contains("INVALID")) {
      throw new InvalidStackException(
          List.of(
              new Problem(source.files().getFirst(), 3, "no key imge"),
              new Problem(source.files().getFirst(), 7, "no key prots")));
    }
    return new DesiredStack(
        source.name(),
        List.of(),
        List.of(),
        List.of(),
        List.of(service(source.name(), image)),
        List.of());
  }

  private static DesiredService service(String stack, String image) {
    String json =
        """
        {"Name": "%s_app", "Labels": {"com.docker.stack.namespace": "%s", "com.docker.stack.image": "%s"},
         "TaskTemplate": {"ContainerSpec": {"Image": "%s", "Labels": {"com.docker.stack.namespace": "%s"}}},
         "Mode": {"Replicated": {"Replicas": 1}}}
        """
            .formatted(stack, stack, image, image, stack);
    try {
      return new DesiredService(
          stack + "_app", (ObjectNode) new ObjectMapper().readTree(json), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An estate whose branches are pushed to by the tests. */
  static final class Estate implements Estates {
    private final Map<String, EstateAt> branches = new HashMap<>();
    private final Map<CommitId, CommitId> parents = new HashMap<>();
    private boolean approvalRequired = true;
    private Policy policy = policy(Optional.empty());
    private int commits;

    void push(String image) {
      push("", image);
    }

    void push(String branch, String image) {
      EstateAt before = branches.get(branch);
      EstateAt next = commit(image);
      if (before != null) {
        parents.put(next.commit(), before.commit());
      }
      branches.put(branch, next);
    }

    void forcePush(String image) {
      branches.put("", commit(image));
    }

    void approval(boolean required) {
      approvalRequired = required;
    }

    void otherThanRequester(boolean other) {
      policy = policy(Optional.of(other));
    }

    void sayNothingOfAccess() {
      policy = new Policy(false, Map.of(), Optional.empty(), List.of("ops"));
    }

    private static Policy policy(Optional<Boolean> other) {
      Policy.Rule both =
          new Policy.Rule(Map.of("anna", "u-anna", "ben", "u-ben"), List.of(), List.of());
      return new Policy(
          true,
          Map.of(Act.DEPLOY, both, Act.APPROVE, both, Act.ROLLBACK, both),
          other,
          List.of("ops"));
    }

    private EstateAt commit(String image) {
      commits++;
      CommitId id = new CommitId(HexFormat.of().toHexDigits(commits, 8).repeat(5));
      String mark = policy.toString();
      FileTree tree = new Tree(id, Map.of("stacks/web/stack.yml", image));
      return new EstateAt(id, tree, policy, _ -> mark, stacks());
    }

    private List<StackEntry> stacks() {
      return List.of(
          new StackEntry("web", List.of("stacks/web/stack.yml"), approvalRequired, List.of()));
    }

    @Override
    public EstateAt at(String ref) {
      EstateAt found = branches.get(ref);
      if (found == null) {
        throw new RepositoryException("the estate has no " + ref);
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
