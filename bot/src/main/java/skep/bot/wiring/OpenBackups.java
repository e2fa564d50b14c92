package skep.bot.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import skep.commands.backup.BackupNews;
import skep.commands.backup.BackupsAt;
import skep.commands.chat.SetupException;
import skep.commands.planning.Estates.EstateAt;
import skep.deploy.backup.BackupTools;
import skep.deploy.backup.Backups;
import skep.deploy.backup.Histories;
import skep.deploy.backup.Quiesce;
import skep.deploy.backup.Repository;
import skep.deploy.backup.RunRecords;
import skep.deploy.backup.SwarmWitness;
import skep.deploy.backup.WaitingRestores;
import skep.deploy.bucket.RepositoryAddress;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.incident.Alert;
import skep.deploy.incident.Alert.Severity;
import skep.deploy.oneshot.LocalOneShots;
import skep.deploy.oneshot.OneShots;
import skep.deploy.oneshot.SwarmOneShots;
import skep.deploy.release.RecordStore;
import skep.deploy.release.StackLocks;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.Swarm;
import skep.secrets.repository.CommitId;

/** Backups with real engines, buckets and programs. */
final class OpenBackups implements BackupsAt {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Swarm swarm;
  private final RecordStore records;
  private final StackLocks locks;
  private final Bench.Surroundings around;
  private final OneShots oneShots;
  private final boolean contained;
  private final Path work;
  private Optional<Opened> opened = Optional.empty();

  /** What a commit wants stays what it is. */
  private record Opened(CommitId commit, Backups backups) {}

  /**
   * @param work folder of this machine, for where programs run on it
   */
  OpenBackups(
      Swarm swarm, RecordStore records, StackLocks locks, Bench.Surroundings around, Path work) {
    this.swarm = swarm;
    this.records = records;
    this.locks = locks;
    this.around = around;
    this.work = work;
    this.contained = !(swarm instanceof SimulatedSwarm);
    this.oneShots =
        contained
            ? new SwarmOneShots(
                swarm, around.credentials()::forImage, around.clock(), BETWEEN_LOOKS)
            : new LocalOneShots(hostname(), work.resolve("secrets"));
  }

  @Override
  public synchronized Backups open(EstateAt head, BackupPolicy policy) {
    Opened now =
        opened
            .filter(before -> before.commit().equals(head.commit()))
            .orElseGet(() -> new Opened(head.commit(), opened(head, policy)));
    opened = Optional.of(now);
    return now.backups();
  }

  private Backups opened(EstateAt head, BackupPolicy policy) {
    encrypted(head, policy);
    BackupAccess access = BackupAccess.of(head, policy, around.learn());
    if (contained && access.address() instanceof RepositoryAddress.InFolder) {
      throw new SetupException(
          "backup.repository is a folder, and every node of the Swarm has another; give the address of a bucket: s3:https://host/bucket");
    }
    InstantSource clock = around.clock();
    RunRecords runs = new RunRecords(records);
    return new Backups(
        new BackupTools(
            oneShots,
            new Repository(
                oneShots,
                new Repository.Access(
                    access.address().restic(),
                    policy.image(),
                    access.password(),
                    access.keys(),
                    contained ? "/skep" : work.toString(),
                    contained)),
            runs,
            new Histories(records),
            locks,
            contained
                ? Optional.of(new Quiesce(swarm, runs, around.credentials()::forImage))
                : Optional.empty(),
            access.objects(),
            new SwarmWitness(swarm, hostname()),
            this::locked,
            new WaitingRestores(records, clock),
            this::mounted,
            clock));
  }

  /**
   * What stood in the way, and what was done about it: told until the repository is in use again.
   */
  private void locked(String told) {
    around
        .incidents()
        .raise(
            new Alert(
                BackupNews.LOCKED,
                Capability.BACKUP,
                Severity.WARNING,
                "the backup repository was locked",
                List.of(told),
                "/backup"));
  }

  private void encrypted(EstateAt head, BackupPolicy policy) {
    if (contained
        && head.tree().paths().contains(policy.credentials())
        && !head.tree().encrypted().contains(policy.credentials())) {
      throw new SetupException(
          "%s is not encrypted, and holds what opens the backups; encrypt it with git-crypt, and change the values"
              .formatted(policy.credentials()));
    }
  }

  private Set<String> mounted() {
    Set<String> paths = new TreeSet<>();
    swarm
        .services(Map.of())
        .forEach(service -> {
          JsonNode mounts =
              service.spec().path("TaskTemplate").path("ContainerSpec").path("Mounts");
          mounts.forEach(mount -> {
            if (mount.path("Type").asText().equals("bind")) {
              paths.add(mount.path("Source").asText());
            }
          });
        });
    return paths;
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
