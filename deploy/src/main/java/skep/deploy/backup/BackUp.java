package skep.deploy.backup;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.BackupPolicy.RestoreTest;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.oneshot.Mount;
import skep.deploy.oneshot.NodeEnd;
import skep.deploy.oneshot.Where;
import skep.deploy.restic.BackupOutput;
import skep.deploy.restic.BackupProgress;
import skep.deploy.restic.ResticArguments;
import skep.deploy.restic.SnapshotTags;

/**
 * One backup of a source: what is to be done before, the snapshots, what is to be done after
 * whatever happened. Each step finds what a bot that died did of it, so that doing it again goes on
 * where that one stopped.
 */
final class BackUp {
  private static final Duration WITHIN = Duration.ofHours(24);

  private final Repository repository;
  private final Steps steps;
  private final InstantSource clock;

  BackUp(Repository repository, Steps steps, InstantSource clock) {
    this.repository = repository;
    this.steps = steps;
    this.clock = clock;
  }

  /**
   * @param nodes it is to be backed up from
   */
  Report run(
      Run run,
      BackupPolicy policy,
      Source source,
      List<String> nodes,
      History history,
      Watch watch) {
    List<String> notes = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    try {
      watch.show("before", List.of());
      steps.before(run, source);
      entries.addAll(snapshots(run, policy, source, history, notes, watch));
    } catch (StepFailedException e) {
      nodes.forEach(node ->
          entries.add(Entry.of(run, clock.instant(), node, Verdict.FAILED, e.getMessage())));
    }
    // Where the bot is being stopped, or the Swarm is away, the next one comes to this line.
    watch.show("after", List.of());
    steps.after(run, source).forEach(why -> notes.add("afterwards: " + why));
    return new Report(run, entries, notes);
  }

  private List<Entry> snapshots(
      Run run,
      BackupPolicy policy,
      Source source,
      History history,
      List<String> notes,
      Watch watch) {
    List<String> paths = new ArrayList<>(source.paths());
    paths.add(repository.manifest(run.source()));
    SnapshotTags tags =
        new SnapshotTags(run.source(), Optional.of(run.commit()), Optional.of(run.id()));
    RestoreTest test = policy.restoreTest().orElse(RestoreTest.BY_HAND);
    List<Entry> entries = new ArrayList<>();
    // Every node is a host of its own in the repository; only the node knows its name.
    List<String> arguments = ResticArguments.backup("$ONESHOT_NODE", tags, source.exclude(), paths);
    List<Said> all =
        repository.on(
            run,
            "backup",
            Scripts.backup(test.most(), test.sample(), arguments),
            where(source),
            source.paths().stream().map(Mount::readOnly).toList(),
            Map.of(
                "BACKUP_SOURCE", run.source(),
                "BACKUP_JITTER", Long.toString(source.jitter().toSeconds()),
                "BACKUP_SENTINELS", String.join("\n", source.sentinels())),
            WITHIN,
            ends -> watch.show("backup", ends.stream().map(BackUp::line).toList()));
    for (Said said : all) {
      SnapshotVerdict verdict = SnapshotVerdict.of(said);
      verdict.notes().forEach(note -> notes.add(said.node() + ": " + note));
      entries.add(entry(run, said.node(), verdict, history, source));
    }
    return entries;
  }

  /** The nodes a source is backed up from. */
  static Where where(Source source) {
    return source.everyNode() ? new Where.EveryNode() : new Where.Matching(source.on());
  }

  private Entry entry(
      Run run, String node, SnapshotVerdict judged, History history, Source source) {
    Entry entry =
        new Entry(
            RunKind.BACKUP,
            run.begun(),
            run.took(clock.instant()),
            node,
            judged.verdict(),
            judged.snapshot(),
            judged.files(),
            judged.bytes(),
            judged.added(),
            judged.why());
    return entry.isGood()
        ? Bands.judge(entry, history, source.band())
            .map(odd -> entry.as(odd.verdict(), odd.why()))
            .orElse(entry)
        : entry;
  }

  private static Optional<BackupProgress> progress(String line) {
    BackupOutput output = new BackupOutput();
    output.accept(line);
    return output.progress();
  }

  /** {@code node-1: 43 %, 1.2 of 2.8 GB, 2 min left}. */
  private static String line(NodeEnd end) {
    return end.node()
        + ": "
        + switch (end.state()) {
          case NodeEnd.State.Under(var word) ->
              end.lines().reversed().stream()
                  .flatMap(line -> progress(line).stream())
                  .findFirst()
                  .map(Words::progress)
                  .orElse(word);
          case NodeEnd.State.Exited(var status) -> status == 0 ? "done" : "exit " + status;
          case NodeEnd.State.Refused(var why) -> why;
          case NodeEnd.State.Lost(var why) -> why;
        };
  }
}
