package skep.deploy.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What runs on a node: shell scripts that need only what every image with restic has. */
final class Scripts {
  private Scripts() {}

  /** restic, as often as there are argument lists. */
  static List<String> restic(List<List<String>> runs) {
    return command(read("restic.sh") + "\nrestic_runs \"$@\"\nexit $?\n", joined(runs));
  }

  /**
   * @param limit bytes up to which every file is in the manifest
   * @param sample files in it otherwise
   * @param arguments of {@code restic backup}, ended by the paths and the manifest's folder
   */
  static List<String> backup(long limit, int sample, List<String> arguments) {
    List<String> all = new ArrayList<>();
    all.add(Long.toString(limit));
    all.add(Integer.toString(sample));
    all.addAll(arguments);
    return command(read("restic.sh") + read("facts.sh") + read("backup.sh"), all);
  }

  /**
   * @param folder to restore into
   * @param excludes whether a file of the manifest may rightly not be in the snapshot
   */
  static List<String> restoreTest(String snapshot, String folder, boolean excludes) {
    return command(
        read("restic.sh") + read("facts.sh") + read("restore-test.sh"),
        List.of(snapshot, folder, excludes ? "yes" : "no"));
  }

  /**
   * What a restore would write, and over; changes nothing.
   *
   * @param path of the snapshot; empty for all of it
   */
  static List<String> preview(String snapshot, String target, String path) {
    return command(
        read("restic.sh") + read("restore.sh") + "preview \"$@\"\n",
        List.of(snapshot, target, path));
  }

  static List<String> restore(String target, List<String> arguments) {
    List<String> all = new ArrayList<>();
    all.add(target);
    all.addAll(arguments);
    return command(read("restic.sh") + read("restore.sh") + "restore \"$@\"\nexit $?\n", all);
  }

  static List<String> clean(String folder) {
    return command(read("clean.sh"), List.of(folder));
  }

  private static List<String> joined(List<List<String>> runs) {
    List<String> all = new ArrayList<>();
    for (List<String> run : runs) {
      if (!all.isEmpty()) {
        all.add("skep:next");
      }
      all.addAll(run);
    }
    return all;
  }

  private static List<String> command(String script, List<String> arguments) {
    List<String> command = new ArrayList<>(Arrays.asList("sh", "-c", script, "skep"));
    command.addAll(arguments);
    return command;
  }

  private static String read(String name) {
    try (InputStream in = Scripts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the script " + name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the script " + name + " cannot be read", e);
    }
  }
}
