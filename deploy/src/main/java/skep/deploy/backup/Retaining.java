package skep.deploy.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.restic.ExitStatus;
import skep.deploy.restic.Listing;
import skep.deploy.restic.ResticArguments;
import skep.deploy.restic.RetentionGroup;
import skep.deploy.restic.Snapshot;

/** Asks restic what of a source would go, and lets go what was decided. */
final class Retaining {
  private static final Duration WITHIN = Duration.ofHours(1);

  private final Asking asking;

  Retaining(Asking asking) {
    this.asking = asking;
  }

  /**
   * @param hosts that have snapshots of the source
   * @throws ResticFailedException where restic does not say
   */
  Retention plan(Run run, BackupPolicy policy, List<String> hosts, History history) {
    List<List<String>> runs =
        hosts.stream()
            .map(host -> ResticArguments.forget(run.source(), host, policy.keep(), true))
            .toList();
    List<RetentionGroup> groups = new ArrayList<>();
    for (Said.Output output : asking.ask(run, "keep", runs, WITHIN)) {
      groups.addAll(groups(output));
    }
    return Retention.of(groups, history, policy.prune().most());
  }

  private static List<RetentionGroup> groups(Said.Output output) {
    Optional<Listing<RetentionGroup>> listing = RetentionGroup.list(output.lines());
    if (listing.isPresent() && listing.get().entries().isEmpty()) {
      throw new ResticFailedException(ExitStatus.FAILED, output.lines());
    }
    return listing.map(Listing::entries).orElse(List.of());
  }

  /**
   * Exactly those.
   *
   * @throws ResticFailedException where restic does not
   */
  void letGo(Run run, List<Snapshot> snapshots) {
    if (!snapshots.isEmpty()) {
      List<String> ids = snapshots.stream().map(Snapshot::id).toList();
      asking.ask(run, "forget", List.of(ResticArguments.forgetIds(ids, false)), WITHIN);
    }
  }
}
