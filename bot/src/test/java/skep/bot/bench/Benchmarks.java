package skep.bot.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.deploy.lab.Lab;

/** {@code ./skep bench}: measures the built program on this machine and prints what it found. */
public final class Benchmarks {
  /** The embedded chat server says more than the table. Held, or the levels would be lost. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("io.javalin"));

  /** They warn that there is no graphics card, and that a module of Java is not finished yet. */
  private static final List<Logger> ADVICE =
      List.of(Logger.getLogger("ai.djl"), Logger.getLogger("org.apache.lucene.internal"));

  private Benchmarks() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    ADVICE.forEach(logger -> logger.setLevel(Level.SEVERE));
    Report report = new Report(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    Path home = Files.createTempDirectory("skep-bench-");
    try (Lab lab = Lab.start(1)) {
      machine(report, lab);
      new DiffGrowth(report, home).run();
      new BoardSpeed(report).run();
      new WholeBackup(report, home).run();
      new TenThousandPassages(report, home).run();
      new IndexGrowth(report, home).run();
      new ManyFiles(report, home).run();
      Redeploy redeploy = new Redeploy(report, home, lab);
      redeploy.run();
      new StartAndMemory(report, home, redeploy.estate(), lab.dockerHost()).run();
      new AnswerWithoutModel(report, home, lab.dockerHost()).run();
      try (RunningBot bot = new RunningBot(home, redeploy.estate(), lab.dockerHost())) {
        new FirstReply(report, bot.chat()).run();
        new ManyMessages(report, bot).run();
      }
      new InItsImage(report, redeploy.estate(), lab).run();
    } finally {
      new Programs(Map.of()).run(List.of("rm", "-rf", home.toString()));
    }
  }

  private static void machine(Report report, Lab lab) {
    report.title("The machine");
    report.row("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    report.row("Java", Runtime.version().toString());
    report.row("Docker engine", lab.docker("version", "--format", "{{.Server.Version}}").strip());
    report.row("Docker CLI", lab.docker("version", "--format", "{{.Client.Version}}").strip());
  }
}
