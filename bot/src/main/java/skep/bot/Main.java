package skep.bot;

import com.sun.security.auth.module.UnixSystem;
import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import skep.bot.health.HealthCheck;
import skep.bot.log.RedactedLog;
import skep.bot.terminal.DoRequest;
import skep.bot.terminal.Terminal;
import skep.bot.wiring.BotWiring;
import skep.bot.wiring.Doctor;
import skep.bot.wiring.EvaluationWiring;
import skep.bot.wiring.KnownSecrets;
import skep.bot.wiring.Settings;
import skep.bot.wiring.TerminalWiring;
import skep.bot.wiring.TryWiring;

/**
 * The program's entry point. Exit status: 0 done, 1 failed, 2 refused or typed wrongly. {@code
 * train} is what the build runs to make the AOT cache: it must touch what {@code do} and {@code
 * run} touch, need no network, and end by itself with status 0.
 */
public final class Main {
  private static final Logger LOG = Logger.getLogger(Main.class.getName());

  private static final int FAILED = 1;
  private static final int REFUSED = 2;

  /** Their words at every start say nothing to an operator. Held, or the levels would be lost. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("org.eclipse.jetty"),
          Logger.getLogger("io.javalin"),
          Logger.getLogger("org.quartz"));

  /** They warn that there is no graphics card, and that a module of Java is not finished yet. */
  private static final List<Logger> ADVICE =
      List.of(Logger.getLogger("ai.djl"), Logger.getLogger("org.apache.lucene.internal"));

  private final PrintStream out;
  private final PrintStream err;
  private final Settings settings;
  private final KnownSecrets secrets;

  Main(PrintStream out, PrintStream err, Settings settings) {
    this(out, err, settings, new KnownSecrets());
  }

  private Main(PrintStream out, PrintStream err, Settings settings, KnownSecrets secrets) {
    this.secrets = secrets;
    this.out = out;
    this.err = err;
    this.settings = settings;
  }

  public static void main(String[] arguments) {
    KnownSecrets secrets = new KnownSecrets();
    Settings settings = new Settings(System.getenv());
    RedactedLog.install(secrets::redact, style(settings, arguments));
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    ADVICE.forEach(logger -> logger.setLevel(Level.SEVERE));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Main main = new Main(out, err, settings, secrets);
    endOnErrors();
    System.exit(main.status(arguments));
  }

  /**
   * An error in a thread leaves a bot that is deaf in part: logged, and the Swarm begins it anew.
   */
  private static void endOnErrors() {
    Thread.UncaughtExceptionHandler logged = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, mishap) -> {
      logged.uncaughtException(thread, mishap);
      if (mishap instanceof Error) {
        Runtime.getRuntime().halt(FAILED);
      }
    });
  }

  /** What nobody foresaw ends the program, also where threads go on. */
  private int status(String... arguments) {
    try {
      return arguments.length == 1 && arguments[0].equals("train")
          ? Training.run()
          : run(arguments);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.SEVERE, "Skep cannot go on", e);
      return FAILED;
    }
  }

  /** The bot's own log goes to whatever collects containers' logs; all else is read by people. */
  private static RedactedLog.Style style(Settings settings, String... arguments) {
    boolean bot = arguments.length > 0 && arguments[0].equals("run") && !terminal();
    return settings
        .text("SKEP_LOG")
        .map(wish -> wish.equals("json") ? RedactedLog.Style.JSON : RedactedLog.Style.PLAIN)
        .orElse(bot ? RedactedLog.Style.JSON : RedactedLog.Style.PLAIN);
  }

  private static boolean terminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  int run(String... arguments) {
    CommandLine line = CommandLineModel.commandLine();
    try {
      ParseResult parsed = line.parseArgs(arguments);
      if (CommandLine.printHelpIfRequested(parsed)) {
        return 0;
      }
      if (!parsed.hasSubcommand()) {
        line.usage(out);
        return arguments.length == 0 ? 0 : REFUSED;
      }
      return subcommand(line, parsed.subcommand());
    } catch (CommandLine.ParameterException e) {
      err.println(secrets.redact(e.getMessage()));
      CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
      err.println("skep help shows what there is.");
      return REFUSED;
    } catch (Settings.SettingsException e) {
      complain(e);
      return REFUSED;
    } catch (RuntimeException e) {
      complain(e);
      return FAILED;
    }
  }

  private void complain(RuntimeException e) {
    String what = Optional.ofNullable(e.getMessage()).orElseGet(e.getClass()::getSimpleName);
    err.println("skep: " + secrets.redact(what));
  }

  private int subcommand(CommandLine line, ParseResult parsed) {
    String name = parsed.commandSpec().name();
    return switch (name) {
      case "try" -> attempt(parsed);
      case "run" -> serve();
      case "do" -> once(parsed, "");
      case "ask" -> once(parsed, "/ask ");
      case "retrieve" -> evaluate(parsed, EvaluationWiring::retrieve);
      case "bench" -> bench(line, parsed);
      case "doctor" -> new Doctor(settings, secrets, out::println).check() ? 0 : FAILED;
      case "health" -> health();
      case "version" -> version();
      default -> {
        line.usage(out);
        yield 0;
      }
    };
  }

  private int attempt(ParseResult parsed) {
    Path home = Path.of(System.getProperty("java.io.tmpdir"), "skep-try-" + user());
    TryWiring.Wish wish =
        new TryWiring.Wish(
            parsed.matchedOptionValue("--port", 3000),
            parsed.matchedOptionValue("--fresh", false),
            home,
            parsed.matchedOptionValue("--simulated", false),
            given(parsed, "--docker"),
            true);
    TryWiring running = new TryWiring(settings, wish, secrets, _ -> {});
    out.println(running.banner());
    running.await();
    return 0;
  }

  private int serve() {
    settings.warnings().forEach(warning -> err.println(secrets.redact("warning: " + warning)));
    BotWiring.run(settings, secrets, out::println);
    return 0;
  }

  /**
   * @param verb what is typed goes behind it
   */
  private int once(ParseResult parsed, String verb) {
    String[] words = parsed.matchedPositionalValue(0, new String[0]);
    DoRequest request;
    try {
      request =
          new DoRequest(
              verb + String.join(" ", words),
              given(parsed, "--estate"),
              given(parsed, "--docker"),
              given(parsed, "--as").orElseGet(Main::user),
              parsed.matchedOptionValue("--json", false));
    } catch (IllegalArgumentException e) {
      err.println(secrets.redact(e.getMessage()));
      return REFUSED;
    }
    // Without a terminal there may be no console at all, depending on the JVM's console provider.
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    Terminal terminal =
        new Terminal(
            out,
            err,
            console.isPresent(),
            question ->
                console
                    .filter(shell -> "y".equalsIgnoreCase(shell.readLine("%s", question)))
                    .isPresent(),
            InstantSource.system());
    try (TerminalWiring wiring = new TerminalWiring(settings, request, secrets)) {
      return terminal.run(request, wiring::handle);
    }
  }

  /** A container's user often has no name, and Java says {@code ?} then. */
  private static String user() {
    String name = System.getProperty("user.name", "?");
    return name.equals("?") ? "uid-" + new UnixSystem().getUid() : name;
  }

  private static Optional<String> given(ParseResult parsed, String option) {
    String value = parsed.matchedOptionValue(option, "");
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  private int bench(CommandLine line, ParseResult parsed) {
    if (!parsed.hasSubcommand()) {
      line.getSubcommands().get("bench").usage(out);
      return REFUSED;
    }
    ParseResult what = parsed.subcommand();
    return what.commandSpec().name().equals("calibration")
        ? evaluate(what, EvaluationWiring::calibrate)
        : evaluate(what, EvaluationWiring::bench);
  }

  private int evaluate(
      ParseResult parsed, BiConsumer<EvaluationWiring, EvaluationWiring.Wish> work) {
    work.accept(
        new EvaluationWiring(settings, secrets, out::println),
        new EvaluationWiring.Wish(
            Path.of(parsed.matchedOptionValue("--corpus", "")),
            Path.of(parsed.matchedOptionValue("--queries", "")),
            file(parsed, "--unanswerable"),
            file(parsed, "--run"),
            file(parsed, "--index")));
    return 0;
  }

  private static Optional<Path> file(ParseResult parsed, String option) {
    return parsed.hasMatchedOption(option) ? given(parsed, option).map(Path::of) : Optional.empty();
  }

  private int health() {
    Optional<Integer> port = settings.healthPort();
    if (port.isEmpty()) {
      err.println("SKEP_HEALTH_PORT is not set: the port at which the bot tells how it is");
      return REFUSED;
    }
    Optional<String> wrong = HealthCheck.ask(port.get());
    out.println(wrong.orElse("live"));
    return wrong.isEmpty() ? 0 : FAILED;
  }

  private int version() {
    String version = Main.class.getPackage().getImplementationVersion();
    out.println("skep " + (version == null ? "of this source tree" : version));
    return 0;
  }
}
