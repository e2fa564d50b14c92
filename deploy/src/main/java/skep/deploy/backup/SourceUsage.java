package skep.deploy.backup;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.release.RecordNames;
import skep.deploy.restic.ResticArguments;
import skep.deploy.restic.SizeSummary;

/**
 * What each source takes up in the repository, counted when the repository was found healthy: a
 * damaged one is not walked through for it. Kept in the source's history as a check of no node.
 */
final class SourceUsage {
  private static final Duration WITHIN = Duration.ofHours(2);

  private final Asking asking;
  private final Histories histories;
  private final InstantSource clock;

  SourceUsage(Asking asking, Histories histories, InstantSource clock) {
    this.asking = asking;
    this.histories = histories;
    this.clock = clock;
  }

  /**
   * @return why it could not be counted, in a sentence; empty where it was
   */
  Optional<String> count(Run run, BackupPolicy policy, Map<String, History> known) {
    Predicate<String> hasSnapshot =
        source -> Optional.ofNullable(known.get(source)).filter(History::hasSnapshot).isPresent();
    List<String> sources = policy.sources().keySet().stream().filter(hasSnapshot).toList();
    if (sources.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<Said.Output> outputs =
          asking.ask(
              run, step(sources), sources.stream().map(ResticArguments::usage).toList(), WITHIN);
      for (int i = 0; i < sources.size(); i++) {
        note(run, sources.get(i), outputs.get(i));
      }
      return Optional.empty();
    } catch (ResticFailedException e) {
      return Optional.of("what each source takes up was not counted: " + e.getMessage());
    }
  }

  /** Of these sources: the next bot, which may know others, does not take their answers for its. */
  private static String step(List<String> sources) {
    return "usage-" + RecordNames.hash(String.join(" ", sources), 6);
  }

  private void note(Run run, String source, Said.Output output) {
    SizeSummary.read(output.lines())
        .ifPresent(size -> {
          Entry counted =
              Entry.of(run, clock.instant(), "", Verdict.GOOD, "").sized(0, size.bytes(), 0);
          histories.change(source, history -> history.without(run).with(List.of(counted)));
        });
  }
}
