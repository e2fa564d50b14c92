package skep.deploy.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import skep.deploy.bucket.Finding;
import skep.deploy.bucket.LocalFolder;
import skep.deploy.bucket.RepositoryAddress;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.estate.BackupPolicy.Step;
import skep.deploy.oneshot.LocalOneShots;
import skep.deploy.oneshot.OneShots;
import skep.deploy.release.InMemoryRecords;
import skep.deploy.release.RecordStore;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.StackLocks;
import skep.deploy.restic.LockWitness;
import skep.deploy.restic.RepositoryLock;
import skep.deploy.restic.Restic;
import skep.secrets.redaction.SecretValue;

/** Backups of this machine with the real restic, into a folder; the clock is the test's. */
public final class LocalBackups {
  public static final String HOST = "node-1";

  public final Path folder;
  public final Path data;
  final InMemoryRecords store = new InMemoryRecords(InstantSource.system());
  final List<String> told = new CopyOnWriteArrayList<>();
  private final Place place;
  public final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-29T02:15:00Z"));
  public final Backups backups;

  /** With an empty repository, whose key is a weak one: restic's own takes a while to open. */
  public LocalBackups(Path folder) {
    this(folder, Place.in(folder.resolve("repository")));
    Restic.create(folder.resolve("repository"));
  }

  /** With no repository yet: the first backup makes one as restic does, with a key of its own. */
  public static LocalBackups withoutRepository(Path folder) {
    return new LocalBackups(folder, Place.in(folder.resolve("repository")));
  }

  /** The same, in a storage with these rules. */
  public static LocalBackups with(Path folder, List<Finding> findings) {
    Place place = Place.in(folder.resolve("repository"));
    Restic.create(folder.resolve("repository"));
    return new LocalBackups(
        folder,
        new Place(place.address(), place.keys(), new RuledObjects(place.objects(), findings)));
  }

  LocalBackups(Path folder, Place place) {
    this.folder = folder;
    this.data = folder.resolve("data");
    this.place = place;
    try {
      Files.createDirectories(data);
      Files.createDirectories(folder.resolve("scratch"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    backups = over(SecretValue.of(Restic.PASSWORD));
  }

  /**
   * Where the repository is.
   *
   * @param address as restic takes it
   */
  record Place(String address, Optional<Repository.Keys> keys, RepositoryObjects objects) {
    static Place in(Path repository) {
      return new Place(
          repository.toString(),
          Optional.empty(),
          new LocalFolder(new RepositoryAddress.InFolder(repository)));
    }
  }

  OneShots oneShots() {
    return new LocalOneShots(HOST, folder.resolve("secrets"));
  }

  Backups over(SecretValue password) {
    return over(password, store, oneShots());
  }

  Backups over(SecretValue password, RecordStore records, OneShots oneShots) {
    return new Backups(
        new BackupTools(
            oneShots,
            new Repository(
                oneShots,
                new Repository.Access(
                    place.address(),
                    "",
                    password,
                    place.keys(),
                    folder.resolve("work").toString(),
                    false)),
            new RunRecords(records),
            new Histories(records),
            new StackLocks(records, now::get),
            Optional.empty(),
            Optional.of(place.objects()),
            LocalBackups::witness,
            told::add,
            new WaitingRestores(records, now::get),
            Set::of,
            now::get));
  }

  private static LockWitness witness(RepositoryLock lock) {
    return new LockWitness(
        hostname(),
        ProcessHandle.of(lock.pid())
            .map(handle -> new LockWitness.LocalProcess(handle.info().startInstant())),
        Map.of(),
        List.of());
  }

  /** As restic writes it into its locks. */
  private static String hostname() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BackupPolicy policy(BackupPolicy.Keep keep) {
    return policy(keep, source(data.toString()));
  }

  BackupPolicy policy(Source core) {
    return policy(BackupPolicy.Keep.DEFAULT, core);
  }

  /** With a schedule, at which {@link #data} is backed up. */
  public BackupPolicy policy(String cron, ZoneId zone) {
    return policy(
        BackupPolicy.Keep.DEFAULT,
        source(Optional.of(cron), List.of(), List.of(), data.toString()),
        zone);
  }

  private BackupPolicy policy(BackupPolicy.Keep keep, Source core) {
    return policy(keep, core, ZoneId.of("UTC"));
  }

  private BackupPolicy policy(BackupPolicy.Keep keep, Source core, ZoneId zone) {
    TreeMap<String, Source> sources = new TreeMap<>();
    sources.put("core", core);
    return new BackupPolicy(
        place.address(),
        "",
        "secrets/backup.env",
        zone,
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
    return source(Optional.empty(), List.of(), List.of(), paths);
  }

  /** With a schedule, and what is done around it. */
  static Source source(
      Optional<String> schedule, List<Step> before, List<Step> after, String... paths) {
    return source(schedule, before, after, Duration.ZERO, paths);
  }

  /** With nodes that begin apart, within this time. */
  static Source jittered(Duration jitter, String... paths) {
    return source(Optional.empty(), List.of(), List.of(), jitter, paths);
  }

  private static Source source(
      Optional<String> schedule,
      List<Step> before,
      List<Step> after,
      Duration jitter,
      String... paths) {
    return new Source(
        Source.EVERY_NODE,
        List.of(paths),
        List.of(),
        schedule,
        before,
        after,
        List.of(),
        Optional.empty(),
        BackupPolicy.Band.DEFAULT,
        jitter,
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

  /** A backup of other files than those in {@link #data}. */
  public Report backedUp(Path files) {
    return done(RunKind.BACKUP, "core", policy(source(files.toString())));
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
