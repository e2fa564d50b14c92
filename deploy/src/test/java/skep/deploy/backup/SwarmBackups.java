package skep.deploy.backup;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import skep.deploy.bucket.RepositoryAddress;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.bucket.S3Server;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.lab.Lab;
import skep.deploy.oneshot.OneShots;
import skep.deploy.oneshot.SwarmOneShots;
import skep.deploy.r2.S3Bucket;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.StackLocks;
import skep.deploy.release.SwarmRecords;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.secrets.redaction.SecretValue;

/** Backups of a lab's three machines into a bucket of this one; each machine has other files. */
final class SwarmBackups implements AutoCloseable {
  final Lab lab;
  final Swarm swarm;
  final S3Server server;
  final Path folder;
  final OneShots oneShots;
  final RunRecords runs;
  final List<String> told = new ArrayList<>();
  private final RepositoryAddress.InBucket address;
  private final Map<String, Source> sources = new TreeMap<>();
  private final MachineFiles files;

  SwarmBackups(Lab lab, Path folder) {
    this(lab, folder, InstantSource.system());
  }

  /**
   * @param clock by which programs and nodes count as lost
   */
  SwarmBackups(Lab lab, Path folder, InstantSource clock) {
    this.lab = lab;
    this.folder = folder;
    this.files = new MachineFiles(lab, folder);
    this.server = S3Server.start(folder.resolve("s3"), lab.gateway(), 0);
    this.swarm =
        DockerSwarm.connect(
            DockerHost.fromEnvironment(Map.of("DOCKER_HOST", lab.dockerHost())),
            Duration.ofSeconds(30));
    this.oneShots =
        new SwarmOneShots(swarm, _ -> RegistryCredential.NONE, clock, Duration.ofMillis(300));
    this.runs = new RunRecords(new SwarmRecords(swarm));
    URI endpoint = server.endpoint(lab.gateway());
    this.address =
        (RepositoryAddress.InBucket)
            RepositoryAddress.parse("s3:" + endpoint + "/" + lab.unique("backup"));
  }

  Backups backups() {
    Repository.Keys keys =
        new Repository.Keys(server.credentials().id(), server.credentials().secret());
    RepositoryObjects objects = new S3Bucket(address, server.credentials());
    SwarmRecords records = new SwarmRecords(swarm);
    return new Backups(
        new BackupTools(
            oneShots,
            new Repository(
                oneShots,
                new Repository.Access(
                    address.restic(),
                    ResticImage.in(lab),
                    SecretValue.of("a password of the lab"),
                    Optional.of(keys),
                    "/skep",
                    true)),
            runs,
            new Histories(records),
            new StackLocks(records, InstantSource.system()),
            Optional.of(new Quiesce(swarm, runs, _ -> RegistryCredential.NONE)),
            Optional.of(objects),
            new SwarmWitness(swarm, "elsewhere"),
            told::add,
            new WaitingRestores(records, InstantSource.system()),
            Set::of,
            InstantSource.system()));
  }

  /** A folder of every machine, each with files of its own. */
  String files(String name) {
    return files.add(name);
  }

  SwarmBackups with(String name, Source source) {
    sources.put(name, source);
    return this;
  }

  BackupPolicy policy() {
    return new BackupPolicy(
        address.restic(),
        ResticImage.in(lab),
        "secrets/backup.env",
        ZoneId.of("UTC"),
        new TreeMap<>(sources),
        BackupPolicy.Keep.DEFAULT,
        BackupPolicy.Prune.DEFAULT,
        new BackupPolicy.Check("0 30 5 * * ?", 1),
        Optional.of(new BackupPolicy.RestoreTest("0 0 6 ? * SUN", 20, 1L << 30)),
        Optional.empty(),
        "/var/tmp");
  }

  Run run(RunKind kind, String source) {
    return new Run(kind, source, Instant.now(), new Actor("u1", "ada"), "0123456789abcdef", "");
  }

  Report done(RunKind kind, String source) {
    return done(kind, source, Watch.NONE);
  }

  Report done(RunKind kind, String source, Watch watch) {
    Run run = run(kind, source);
    Backups backups = backups();
    backups.begin(run);
    return backups.carryOut(run, policy(), watch);
  }

  @Override
  public void close() {
    files.close();
    swarm.configs(Map.of("skep.record", "")).stream()
        .filter(config -> !config.labels().get("skep.record").equals("release"))
        .forEach(config -> swarm.removeConfig(config.id()));
    swarm.close();
    server.close();
  }
}
