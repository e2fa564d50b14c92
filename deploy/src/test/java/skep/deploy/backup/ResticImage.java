package skep.deploy.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import skep.deploy.lab.Lab;

/** An image with the distribution's restic, its libraries and the tools of busybox. */
public final class ResticImage {
  private ResticImage() {}

  /** Its name in the lab's registry; made once a lab. */
  public static String in(Lab lab) {
    Path root = lab.folder().resolve("restic-image");
    synchronized (ResticImage.class) {
      if (!Files.isDirectory(root)) {
        build(root);
        lab.importImage("restic:1", root);
      }
    }
    return lab.image("restic:1");
  }

  private static void build(Path root) {
    try {
      for (String folder : List.of("bin", "usr/bin", "etc", "tmp", "proc", "sys", "dev", "skep")) {
        Files.createDirectories(root.resolve(folder));
      }
      Path busybox = root.resolve("bin/busybox");
      Files.copy(Path.of("/bin/busybox"), busybox);
      for (String applet : run("/bin/busybox", "--list")) {
        if (!applet.equals("busybox")) {
          Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
        }
      }
      Path restic = Path.of("/usr/bin/restic");
      Files.copy(restic, root.resolve("usr/bin/restic"));
      for (Path library : libraries(restic)) {
        Path copy = root.resolve(library.toString().substring(1));
        Files.createDirectories(copy.getParent());
        Files.copy(library.toRealPath(), copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the image could not be made: apt-get install restic busybox-static", e);
    }
  }

  private static List<Path> libraries(Path program) {
    return run("ldd", program.toString()).stream()
        .flatMap(line -> Stream.of(line.strip().split("\\s+")))
        .filter(word -> word.startsWith("/"))
        .map(Path::of)
        .distinct()
        .toList();
  }

  private static List<String> run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      List<String> lines = process.inputReader().lines().toList();
      process.waitFor();
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
