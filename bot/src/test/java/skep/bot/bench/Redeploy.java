package skep.bot.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import skep.deploy.lab.Lab;

/** Deploying again what is deployed: Skep and the Docker CLI in turn, on the same real Swarm. */
final class Redeploy {
  private static final int SERVICES = 100;
  private static final int ROUNDS = 15;

  private final Report report;
  private final Path home;
  private final Lab lab;
  private final BenchEstate estate;

  Redeploy(Report report, Path home, Lab lab) {
    this.report = report;
    this.home = home;
    this.lab = lab;
    this.estate = BenchEstate.of(home, SERVICES, 1, lab.image("app:1"));
  }

  BenchEstate estate() {
    return estate;
  }

  void run() {
    report.title("Deploying an unchanged stack of %d services again".formatted(SERVICES));
    skep(lab.dockerHost(), "always", "--detach");
    counted("never");
    counted("always");
    timed("never");
    timed("always");
  }

  /** Calls are counted through a socket in between, in a run of their own. */
  private void counted(String resolve) {
    Path socket = home.resolve("counting-" + resolve + ".sock");
    Path engine = Path.of(lab.dockerHost().substring("unix://".length()));
    try (CountingSocket counting = new CountingSocket(engine, socket)) {
      skep("unix://" + socket, resolve);
      Map<String, Integer> calls = counting.counts();
      int updates =
          calls.entrySet().stream()
              .filter(call -> !call.getKey().startsWith("GET") && !call.getKey().startsWith("HEAD"))
              .mapToInt(Map.Entry::getValue)
              .sum();
      report.goal("calls that change something, --resolve-image " + resolve, updates, 0, "calls");
      report.row("all its calls", calls.toString());
    }
  }

  private void timed(String resolve) {
    Samples cli = new Samples();
    Samples bot = new Samples();
    Samples cold = new Samples();
    try (RunningBot running = new RunningBot(home, estate, lab.dockerHost())) {
      String line = "/deploy %s --resolve-image %s".formatted(estate.stack(), resolve);
      for (int round = 0; round < ROUNDS; round++) {
        Duration ofCli = cli(resolve);
        Duration ofBot = running.say(line, "no changes");
        Duration ofCold = skep(lab.dockerHost(), resolve);
        if (round > 0) {
          cli.add(ofCli);
          bot.add(ofBot);
          cold.add(ofCold);
        }
      }
    }
    report.row("docker stack deploy --resolve-image " + resolve, cli.toString());
    report.row("in the running bot, message to verdict", bot.toString());
    report.row("./skep do, from a cold start", cold.toString());
    report.goal("running bot to CLI", bot.medianSeconds() / cli.medianSeconds(), 0.5, "×");
    report.goal("./skep do to CLI", cold.medianSeconds() / cli.medianSeconds(), 3, "×");
  }

  private Duration cli(String resolve) {
    return new Programs(Map.of("DOCKER_HOST", lab.dockerHost()))
        .time(
            List.of(
                "docker",
                "stack",
                "deploy",
                "--resolve-image",
                resolve,
                "-c",
                estate.files(),
                estate.stack()));
  }

  private Duration skep(String dockerHost, String resolve, String... more) {
    String line =
        "/deploy %s --resolve-image %s %s"
            .formatted(estate.stack(), resolve, String.join(" ", more));
    return new Programs(Map.of())
        .time(
            List.of(
                Programs.LAUNCHER.toString(),
                "do",
                line.strip(),
                "--as",
                "bench",
                "--estate",
                estate.directory().toString(),
                "--docker",
                dockerHost));
  }
}
