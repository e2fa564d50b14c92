package skep.deploy.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import skep.deploy.bucket.LocalFolder;
import skep.deploy.bucket.RepositoryAddress;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.oneshot.LocalOneShots;
import skep.deploy.release.InMemoryRecords;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.StackLocks;
import skep.deploy.restic.LockWitness;
import skep.secrets.redaction.SecretValue;

/** Backups of this machine with the real restic, into a folder; the clock is the test's. */
public final class LocalBackups {
  public static final String HOST = "node-1";

  public final Path folder;
  public final Path data;
  final InMemoryRecords store = new InMemoryRecords(InstantSource.system());
  final List<String> told = new ArrayList<>();
  public final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-29T02:15:00Z"));
  public final Backups backups;

  public LocalBackups(Path folder) {
    this.folder = folder;
    this.data = folder.resolve("data");
    try {
      Files.createDirectories(data);
      Files.createDirectories(folder.resolve("scratch"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    backups = over(SecretValue.of("a password of the test"));
  }

  Backups over(SecretValue password) {
    LocalOneShots oneShots = new LocalOneShots(HOST, folder.resolve("secrets"));
    Optional<RepositoryObjects> objects =
        Optional.of(new LocalFolder(new RepositoryAddress.InFolder(folder.resolve("repository"))));
    return new Backups(
        new Backups.Tools(
            oneShots,
            new Repository(
                oneShots,
                new Repository.Access(
                    folder.resolve("repository").toString(),
                    "",
                    password,
                    Optional.empty(),
                    folder.resolve("work").toString(),
                    false)),
            new RunRecords(store),
            new Histories(store),
            new StackLocks(store, now::get),
            Optional.empty(),
            objects,
            lock ->
                new LockWitness(
                    HOST,
                    ProcessHandle.of(lock.pid())
                        .map(handle -> new LockWitness.LocalProcess(handle.info().startInstant())),
                    java.util.Map.of(),
                    List.of()),
            told::add,
            new WaitingRestores(store, now::get),
            Set::of,
            now::get));
  }

  BackupPolicy policy(BackupPolicy.Keep keep) {
    TreeMap<String, Source> sources = new TreeMap<>();
    sources.put("core", source(data.toString()));
    return new BackupPolicy(
        folder.resolve("repository").toString(),
        "",
        "secrets/backup.env",
        ZoneId.of("UTC"),
        sources,
        keep,
        BackupPolicy.Prune.DEFAULT,
        new BackupPolicy.Check("0 30 5 * * ?", 2),
        Optional.of(new BackupPolicy.RestoreTest("0 0 6 ? * SUN", 20, 1L << 30)),
        Optional.empty(),
        folder.resolve("scratch").toString());
  }

  public BackupPolicy policy() {
    return policy(BackupPolicy.Keep.DEFAULT);
  }

  static Source source(String... paths) {
    return new Source(
        Source.EVERY_NODE,
        List.of(paths),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        BackupPolicy.Band.DEFAULT,
        Duration.ZERO,
        Duration.ofHours(6),
        Duration.ofHours(2));
  }

  /** A run of its own moment. */
  Run run(RunKind kind, String source) {
    now.updateAndGet(time -> time.plusSeconds(60));
    return new Run(kind, source, now.get(), new Actor("u1", "ada"), "0123456789abcdef", "");
  }

  Report done(RunKind kind, String source, BackupPolicy policy) {
    Run run = run(kind, source);
    backups.begin(run);
    return backups.carryOut(run, policy, Watch.NONE);
  }

  Report done(RunKind kind) {
    return done(
        kind,
        kind == RunKind.CHECK || kind == RunKind.PRUNE ? History.REPOSITORY : "core",
        policy());
  }

  public void write(String name, String content) {
    try {
      Path file = data.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
