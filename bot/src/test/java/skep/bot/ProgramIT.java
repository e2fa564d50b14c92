package skep.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built program, started as people start it. With {@code -XX:AOTMode=on} the JVM ends with an
 * error where it cannot use the start-up cache, instead of starting slowly and saying nothing.
 */
class ProgramIT {
  private static final Path APP = Path.of("target", "app").toAbsolutePath();
  private static final Path LAUNCHER = Path.of("..", "skep").toAbsolutePath();

  @TempDir Path elsewhere;

  private record Ended(int status, String output) {}

  @Test
  void theStartUpCacheIsUsedWhereverItIsStartedFrom() throws Exception {
    Ended ended = start(List.of(APP.resolve("skep").toString(), "version"), "-XX:AOTMode=on");

    assertThat(ended.output()).contains("\nskep ");
    assertThat(ended.status()).isZero();
  }

  @Test
  void aCopyWithItsTimesKeptUsesTheCacheItCameWith() throws Exception {
    Path copy = copied("-a");
    long made = Files.getLastModifiedTime(copy.resolve("skep.aot")).toMillis();

    Ended ended = start(List.of(copy.resolve("skep").toString(), "version"), "-XX:AOTMode=on");

    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(Files.getLastModifiedTime(copy.resolve("skep.aot")).toMillis()).isEqualTo(made);
  }

  @Test
  void aCopyWithNewTimesMakesItsCacheAnewOnce() throws Exception {
    Path copy = copied("-r");

    Ended ended = start(List.of(copy.resolve("skep").toString(), "version"), "-XX:AOTMode=on");

    assertThat(ended.status()).as(ended.output()).isZero();
  }

  @Test
  void theLaunchersHelpNeedsNoJavaAndListsEveryCommand() throws Exception {
    ProcessBuilder help = new ProcessBuilder("bash", LAUNCHER.toString(), "help");
    help.environment().put("JAVA_HOME", "/nowhere");

    Ended ended = end(help);

    assertThat(ended.status()).isZero();
    assertThat(CommandLineModel.commandLine().getSubcommands().keySet())
        .filteredOn(name -> !name.equals("help"))
        .allSatisfy(name -> assertThat(ended.output()).contains("./skep " + name));
    assertThat(ended.output()).contains("./skep test", "./skep build");
  }

  /** Threads that were begun before keep no program alive that cannot go on. */
  @Test
  void aRuntimeThatLacksSomethingEndsTheProgram() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder process =
        new ProcessBuilder(
                java,
                "--limit-modules",
                "java.desktop,java.logging,java.management,java.naming,java.net.http,java.sql,jdk.httpserver,jdk.unsupported,jdk.security.auth",
                "-cp",
                APP.resolve("skep.jar").toString(),
                "skep.bot.Main",
                "try",
                "--port",
                "0",
                "--simulated")
            .directory(elsewhere.toFile());
    process.environment().put("HOME", elsewhere.toString());
    process.environment().put("TMPDIR", elsewhere.toString());
    process.environment().put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + elsewhere);

    Ended ended = end(process);

    assertThat(ended.output()).contains("Skep cannot go on", "java.rmi.Remote");
    assertThat(ended.status()).isEqualTo(1);
  }

  private Path copied(String how) throws Exception {
    Path copy = elsewhere.resolve("a copy");
    assertThat(end(new ProcessBuilder("cp", how, APP.toString(), copy.toString())).status())
        .isZero();
    return copy;
  }

  private Ended start(List<String> command, String flag) throws Exception {
    List<String> words = new ArrayList<>(List.of("bash"));
    words.addAll(command);
    ProcessBuilder process = new ProcessBuilder(words).directory(elsewhere.toFile());
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process.environment().put("JDK_JAVA_OPTIONS", flag);
    return end(process);
  }

  private Ended end(ProcessBuilder process) throws IOException, InterruptedException {
    Path output = elsewhere.resolve("output");
    Process running = process.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!running.waitFor(5, TimeUnit.MINUTES)) {
      running.destroyForcibly().waitFor();
      throw new AssertionError("did not end: " + Files.readString(output));
    }
    return new Ended(running.exitValue(), Files.readString(output));
  }
}
