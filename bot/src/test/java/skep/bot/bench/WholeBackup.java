package skep.bot.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import skep.deploy.backup.LocalBackups;

/**
 * Five gigabytes of files of all sizes on this machine: backed up by restic alone, and by Skep with
 * all it does around it, in turn, each into a repository that has one small snapshot.
 */
final class WholeBackup {
  private static final int LARGE = 2;
  private static final int LARGE_BYTES = 1_000_000_000;
  private static final int MIDDLE = 2_000;
  private static final int MIDDLE_BYTES = 1_000_000;
  private static final int SMALL = 50_000;
  private static final int SMALL_BYTES = 20_000;
  private static final int ROUNDS = 3;

  private final Report report;
  private final Path home;
  private final Programs restic = new Programs(Map.of("RESTIC_PASSWORD", "bench"));

  WholeBackup(Report report, Path home) {
    this.report = report;
    this.home = home.resolve("whole-backup");
  }

  void run() {
    report.title("A whole backup of 5 GB: %d, %,d and %,d files".formatted(LARGE, MIDDLE, SMALL));
    report.row("restic", restic.run(List.of("restic", "version")).strip());
    try {
      Path small = Files.createDirectories(home.resolve("small"));
      Files.writeString(small.resolve("file"), "a file");
      Path files = files();
      Samples theirs = new Samples();
      Samples ours = new Samples();
      long heapBefore = 0;
      for (int round = 0; round < ROUNDS; round++) {
        theirs.add(alone(small, files));
        LocalBackups local = LocalBackups.withoutRepository(home.resolve("skep"));
        heapBefore = round == 0 ? small(local, small) : Math.min(heapBefore, small(local, small));
        ours.add(whole(local, files));
        clear("skep");
      }
      report.row("restic backup", theirs.toString());
      report.row("Skep: manifest, snapshot, proof, retention, record", ours.toString());
      report.goal("Skep to restic", ours.medianSeconds() / theirs.medianSeconds(), 1.05, "×");
      report.row(
          "Skep's heap in use after a backup of 6 bytes, and of 5 GB",
          "%d and %d MB".formatted(heapBefore / 1_000_000, Heap.used() / 1_000_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path files() throws IOException {
    Path files = home.resolve("files");
    Random random = new Random(7);
    write(files.resolve("large"), LARGE, LARGE_BYTES, random);
    write(files.resolve("middle"), MIDDLE, MIDDLE_BYTES, random);
    write(files.resolve("small"), SMALL, SMALL_BYTES, random);
    return files;
  }

  private static void write(Path folder, int count, int bytes, Random random) throws IOException {
    byte[] block = new byte[Math.min(bytes, 1_000_000)];
    for (int i = 0; i < count; i++) {
      Path file = folder.resolve("%03d/%05d".formatted(i / 500, i));
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file)) {
        for (int left = bytes; left > 0; left -= block.length) {
          random.nextBytes(block);
          out.write(block);
        }
      }
    }
  }

  private Duration alone(Path small, Path files) {
    Path repository = home.resolve("plain");
    restic("-r", repository.toString(), "init");
    restic("-r", repository.toString(), "backup", small.toString());
    sync();
    Duration took =
        restic.time(
            List.of("restic", "-q", "-r", repository.toString(), "backup", files.toString()));
    clear("plain");
    return took;
  }

  private void restic(String... arguments) {
    restic.run(Stream.concat(Stream.of("restic", "-q"), Stream.of(arguments)).toList());
  }

  private static long small(LocalBackups local, Path small) {
    good(local.backedUp(small));
    return Heap.used();
  }

  private Duration whole(LocalBackups local, Path files) {
    sync();
    long begun = System.nanoTime();
    // So much larger than what was there is told as such; the snapshot is made and proven.
    skep.deploy.backup.Report made = local.backedUp(files);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    if (made.entries().getFirst().files() != LARGE + MIDDLE + SMALL) {
      throw new IllegalStateException("not all was backed up: " + made);
    }
    return took;
  }

  private static void good(skep.deploy.backup.Report made) {
    if (!made.isGood()) {
      throw new IllegalStateException("it was not backed up: " + made);
    }
  }

  private void clear(String name) {
    restic.run(List.of("rm", "-rf", home.resolve(name).toString()));
  }

  private void sync() {
    restic.run(List.of("sync"));
  }
}
