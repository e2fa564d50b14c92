package skep.bot.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import skep.deploy.lab.Lab;

/** Brings Skep's own image into a lab. Needs the built program, so only for {@code *IT} tests. */
public final class SkepImage {
  /** Who the program is in the image; anybody may read what it must read. */
  public static final String USER = "65532";

  private static final Path SCRIPT = Path.of("src/main/image/build-rootfs");
  private static final Path ROOTFS = Path.of("target/image-test/rootfs").toAbsolutePath();
  private static final long LIMIT_MINUTES = 5;

  private SkepImage() {}

  /**
   * Builds the image, imports it and pushes it to the lab's registry.
   *
   * @return its reference, as stack files name it
   */
  public static synchronized String in(Lab lab) {
    String reference = lab.image("skep:1");
    Path archive = ROOTFS.resolveSibling("rootfs.tar");
    try {
      Files.createDirectories(ROOTFS.getParent());
      run(SCRIPT.toString(), ROOTFS.toString());
      run("tar", "-C", ROOTFS.toString(), "-cf", archive.toString(), ".");
      List<String> command = new ArrayList<>(List.of("import"));
      run(SCRIPT.toString(), "--changes")
          .lines()
          .forEach(change -> command.addAll(List.of("--change", change)));
      command.addAll(List.of(archive.toString(), reference));
      lab.docker(command.toArray(String[]::new));
      lab.docker("push", "-q", reference);
      return reference;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@link #USER} in the group that may talk to the lab's engines. */
  public static String user(Lab lab) {
    try {
      return USER + ":" + Files.getAttribute(lab.socket("node1"), "unix:gid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String run(String... command) throws IOException {
    Path output = Files.createTempFile("skep-image", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      Process process = builder.redirectOutput(output.toFile()).start();
      boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
      String text = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", command) + " did not succeed:\n" + text);
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      Files.delete(output);
    }
  }
}
