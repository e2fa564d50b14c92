package skep.deploy.restic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The installed restic on a repository in a folder. Its key is a weak one, made for tests: restic's
 * own takes the better part of a second each time it is opened.
 */
public record Restic(Path repository, String password) {
  public static final String PASSWORD = "test";

  /**
   * @param lines of both streams
   */
  public record Result(int status, List<String> lines) {
    ExitStatus exit() {
      return ExitStatus.of(status, lines);
    }
  }

  public Restic(Path repository) {
    this(repository, PASSWORD);
  }

  /** An empty repository. */
  public static Restic create(Path repository) {
    try {
      byte[] key = resource("key");
      String id = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
      Files.createDirectories(repository.resolve("keys"));
      Files.write(repository.resolve("keys").resolve(id), key);
      Files.write(repository.resolve("config"), resource("config"));
      for (String folder : List.of("snapshots", "index", "locks", "data")) {
        Files.createDirectories(repository.resolve(folder));
      }
      return new Restic(repository);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Restic.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  public Result run(List<String> arguments) {
    try {
      Process process = start(arguments);
      process.getOutputStream().close();
      List<String> lines = new ArrayList<>();
      OutputLines.read(process.getInputStream(), OutputLines.LONGEST_DOCUMENT, lines::add);
      return new Result(process.waitFor(), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Beside others that would wait for each other's locks: restic looks twice, 0.2 s apart. */
  public Result runUnlocked(List<String> arguments) {
    return run(with(arguments, "--no-lock"));
  }

  /** With options the arguments have not. */
  static List<String> with(List<String> arguments, String... options) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(1, List.of(options));
    return all;
  }

  public Process start(List<String> arguments) throws IOException {
    return start(
        repository.toString(),
        Map.of("RESTIC_PASSWORD", password),
        repository.resolveSibling("cache"),
        arguments.toArray(String[]::new));
  }

  /**
   * @param address as restic takes it
   * @param environment besides; without a password it is {@link #PASSWORD}
   */
  public static Process start(
      String address, Map<String, String> environment, Path cache, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("restic"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "RESTIC_REPOSITORY",
                address,
                "RESTIC_PASSWORD",
                PASSWORD,
                "RESTIC_CACHE_DIR",
                cache.toString(),
                "TZ",
                "UTC"));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
