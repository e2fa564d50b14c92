package skep.bot.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import skep.commands.Commands;
import skep.commands.access.Access;
import skep.commands.access.Directory;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.commands.diff.DiffCommand;
import skep.commands.planning.PlanMaker;
import skep.commands.planning.RepositoryEstates;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.SwarmRecords;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.stack.StackLoader;
import skep.deploy.stack.StackSource;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryLogin;
import skep.secrets.repository.Unlock;

/** {@code /diff} of one stack against an engine in memory, with more and more services. */
final class DiffGrowth {
  private static final List<Integer> SIZES = List.of(10, 30, 100, 300, 1_000);
  private static final int ROUNDS = 6;
  private static final double LINEAR = 1.3;

  private final Report report;
  private final Path home;

  DiffGrowth(Report report, Path home) {
    this.report = report;
    this.home = home;
  }

  void run() {
    report.title("/diff of one stack, its services running and unchanged, simulated engine");
    double first = 0;
    double last = 0;
    for (int size : SIZES) {
      Samples samples = measure(size);
      last = samples.medianSeconds();
      report.row(
          size + " services", samples + ", %.2f ms a service".formatted(last * 1_000 / size));
      if (size == 100) {
        first = last;
      }
    }
    report.goal("1,000 services", last, 2, "s");
    report.goal("1,000 to ten times 100 services", last / (10 * first), LINEAR, "×");
  }

  private Samples measure(int size) {
    BenchEstate bench = BenchEstate.of(home, size, 0, "registry.example.org/app:1");
    try (EstateRepository repository = open(bench);
        Swarm swarm = SimulatedSwarm.start(Options.QUICK)) {
      RepositoryEstates estates = new RepositoryEstates(repository);
      populate(swarm, estates, bench);
      Commands commands = commands(swarm, estates);
      Samples samples = new Samples();
      for (int round = 0; round < ROUNDS; round++) {
        Duration time = diff(commands, bench.stack());
        if (round > 0) {
          samples.add(time);
        }
      }
      return samples;
    }
  }

  private static EstateRepository open(BenchEstate bench) {
    return GitEstateRepository.open(
        RepositoryAddress.parse(bench.directory().toString()),
        RepositoryLogin.NONE,
        new Unlock.WithNothing(),
        GitEstateRepository.DEADLINE);
  }

  private static void populate(Swarm swarm, RepositoryEstates estates, BenchEstate bench) {
    var estate = estates.at("");
    var entry = estate.stack(bench.stack()).orElseThrow();
    var desired =
        new StackLoader()
            .load(new StackSource(entry.name(), estate.tree(), entry.files(), Map.of(), false));
    desired
        .networks()
        .forEach(network -> {
          ObjectNode body = network.spec().deepCopy();
          swarm.createNetwork(body.put("Name", network.name()));
        });
    desired
        .services()
        .forEach(
            service -> swarm.createService(service.spec().deepCopy(), RegistryCredential.NONE));
  }

  private static Commands commands(Swarm swarm, RepositoryEstates estates) {
    PlanMaker plans =
        new PlanMaker(
            swarm,
            new SwarmRecords(swarm),
            RegistryCredentials.of(List.of()),
            new PlanMaker.Loading(Map.of(), new StackLoader()::load, _ -> {}, _ -> {}),
            InstantSource.system());
    DiffCommand diff = new DiffCommand(estates, plans, new Access(Directory.NONE), text -> text);
    return new Commands(Map.of("diff", diff), text -> text);
  }

  private static Duration diff(Commands commands, String stack) {
    Invocation in =
        new Invocation(
            "m",
            new Person("terminal:bench", "bench"),
            new Room("terminal", "terminal", false),
            "m",
            "/diff " + stack + " --resolve-image never",
            Instant.now(),
            Invocation.Progress.NONE);
    long begin = System.nanoTime();
    Outcome outcome = commands.handle(in);
    Duration time = Duration.ofNanos(System.nanoTime() - begin);
    if (!outcome.text().contains("no changes")) {
      throw new IllegalStateException("not what was to be measured: " + outcome.text());
    }
    return time;
  }
}
