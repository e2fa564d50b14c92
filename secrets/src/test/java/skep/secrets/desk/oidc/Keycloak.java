package skep.secrets.desk.oidc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Keycloak with the realm {@code skep}: the public client {@link #CLIENT}, and {@link
 * #CLIENT_WITH_SECRET}, both for any port of 127.0.0.1; and the people that {@link Person} names.
 * Everything it stores is in memory.
 */
public final class Keycloak implements AutoCloseable {
  public static final String CLIENT = "skep-desk";
  public static final String CLIENT_WITH_SECRET = "skep-desk-with-secret";
  public static final String SECRET = "secret-of-the-desk";

  private static final Path HOME = Path.of("target", "keycloak").toAbsolutePath();
  private static final Duration LONGEST_START = Duration.ofMinutes(3);
  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");

  private final Process process;
  private final Path output;
  private final Thread stop = new Thread(this::stop, "keycloak-stop");
  private final URI address;

  private Keycloak(Process process, Path output) {
    this.process = process;
    this.output = output;
    Runtime.getRuntime().addShutdownHook(stop);
    this.address = awaitAddress();
  }

  /** Returns once it answers. */
  static Keycloak start() {
    try {
      placeRealm();
      Path output = Files.createTempFile("keycloak", ".out");
      return new Keycloak(command(output).start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI issuer() {
    return address.resolve("/realms/skep");
  }

  private static void placeRealm() throws IOException {
    if (!Files.exists(HOME.resolve("bin/kc.sh"))) {
      throw new IllegalStateException(
          "there is no Keycloak in " + HOME + "; Maven unpacks it: mvn process-test-resources");
    }
    Path folder = Files.createDirectories(HOME.resolve("data/import"));
    try (InputStream realm = Keycloak.class.getResourceAsStream("skep-realm.json")) {
      Files.copy(realm, folder.resolve("skep.json"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static ProcessBuilder command(Path output) {
    ProcessBuilder builder =
        new ProcessBuilder(
            HOME.resolve("bin/kc.sh").toString(),
            "start",
            // As it is unpacked it is built already; building it once more takes 20 s.
            "-Dkc.config.built=true",
            "--import-realm",
            "--cache=local",
            "--db-url=jdbc:h2:mem:keycloak;DB_CLOSE_DELAY=-1;NON_KEYWORDS=VALUE",
            "--http-enabled=true",
            "--hostname-strict=false",
            "--http-host=127.0.0.1",
            "--http-port=0");
    builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .put("JAVA_OPTS", "-Xms64m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    return builder.redirectErrorStream(true).redirectOutput(output.toFile());
  }

  private URI awaitAddress() {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    Optional<URI> found = told();
    while (found.isEmpty()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        String told = output();
        close();
        throw new IllegalStateException("Keycloak does not start:\n" + told);
      }
      pause();
      found = told();
    }
    return found.get();
  }

  /** It says where it listens when it is ready: the realm is there by then. */
  private Optional<URI> told() {
    return Optional.of(LISTENING.matcher(output()))
        .filter(Matcher::find)
        .map(it -> URI.create(it.group(1)));
  }

  private String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Keycloak starts", e);
    }
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
      Files.deleteIfExists(output);
    } catch (IllegalStateException exiting) {
      // The hook has run or is running.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing of it is worth an orderly end: the script and its JVM go at once. */
  private void stop() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
