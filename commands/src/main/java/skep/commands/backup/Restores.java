package skep.commands.backup;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import skep.commands.Parsed;
import skep.commands.access.Access;
import skep.commands.backup.BackupCommand.Scene;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.deploy.backup.Backups;
import skep.deploy.backup.Entry;
import skep.deploy.backup.Preview;
import skep.deploy.backup.ResticFailedException;
import skep.deploy.backup.Restore;
import skep.deploy.backup.RestoreTarget;
import skep.deploy.backup.Run;
import skep.deploy.backup.RunKind;
import skep.deploy.backup.Watch;
import skep.deploy.backup.Words;
import skep.deploy.oneshot.Where;

/** Files back: what it would write is seen first, and agreed to by somebody else. */
final class Restores {
  private static final int SHORTEST = 4;

  private final BackupWork work;
  private final Access access;
  private final InstantSource clock;

  Restores(BackupWork work, Access access, InstantSource clock) {
    this.work = work;
    this.access = access;
    this.clock = clock;
  }

  private record Found(String source, Entry entry) {}

  Outcome ask(Invocation in, Scene scene, String typed, Parsed.Command line) {
    Backups backups = work.open(scene.head(), scene.policy());
    List<Found> found = found(backups, typed);
    if (found.size() != 1) {
      return new Outcome.Refused(
          found.isEmpty()
              ? "No snapshot %s is known.".formatted(Quoted.code(typed))
              : "%s is the beginning of %d snapshots.".formatted(Quoted.code(typed), found.size()),
          "/backup list");
    }
    Entry entry = found.getFirst().entry();
    String node = line.option("--on").orElse(entry.node());
    Restore what =
        new Restore(
            found.getFirst().source(),
            entry.snapshot(),
            line.option("--path").orElse(""),
            node,
            line.option("--to")
                .orElse("%s/restored-%s".formatted(scene.policy().scratch(), entry.brief())),
            OnDemand.actor(in),
            in.origin().toString(),
            clock.instant());
    return refusal(backups, scene, what).orElseGet(() -> previewed(backups, scene, what));
  }

  private static List<Found> found(Backups backups, String typed) {
    if (typed.length() < SHORTEST) {
      return List.of();
    }
    List<Found> found = new ArrayList<>();
    backups
        .histories()
        .forEach((source, history) ->
            history.entries().stream()
                .filter(entry -> entry.kind() == RunKind.BACKUP)
                .filter(entry -> entry.snapshot().startsWith(typed))
                .filter(history::has)
                .forEach(entry -> found.add(new Found(source, entry))));
    return found;
  }

  private static Optional<Outcome> refusal(Backups backups, Scene scene, Restore what) {
    List<String> nodes = backups.nodes(new Where.EveryNode());
    if (!nodes.contains(what.node())) {
      return Optional.of(
          new Outcome.Refused(
              "The snapshot is of %s, which is no node of this Swarm (%s); say which one to restore on."
                  .formatted(Quoted.text(what.node()), String.join(", ", nodes)),
              "/backup restore %s --on %s".formatted(what.brief(), nodes.getFirst())));
    }
    if (!what.path().isEmpty() && !what.path().matches("(/[^/\\p{Cntrl}]+)+")) {
      return Optional.of(
          new Outcome.Refused(
              "--path must be a path of the snapshot, from / on.",
              "/backup restore %s --path /opt/core".formatted(what.brief())));
    }
    List<String> live =
        Stream.concat(
                scene.policy().sources().values().stream().flatMap(one -> one.paths().stream()),
                backups.mounted().stream())
            .filter(path -> !path.equals(scene.policy().scratch()))
            .toList();
    return RestoreTarget.refusal(what.target(), live)
        .map(why ->
            new Outcome.Refused(
                Quoted.text(why) + ".",
                "/backup restore %s --to %s/restored"
                    .formatted(what.brief(), scene.policy().scratch())));
  }

  private Outcome previewed(Backups backups, Scene scene, Restore what) {
    try {
      Preview preview = preview(backups, scene, what);
      if (preview.files() == 0) {
        return new Outcome.Refused(
            "The snapshot %s has no file there.".formatted(Quoted.code(what.brief())),
            "/backup restore " + what.brief());
      }
      if (preview.bytes() > preview.free()) {
        return new Outcome.Refused(
            "%s would be written, and %s has room for %s."
                .formatted(
                    Words.bytes(preview.bytes()),
                    Quoted.text(what.node()),
                    Words.bytes(preview.free())),
            "/backup restore %s --to /a/larger/disk".formatted(what.brief()));
      }
      String id = backups.waiting().store(what);
      return new Outcome.Waiting(
          "%s\nRestore `%s` waits for approval for an hour.".formatted(text(what, preview), id),
          id,
          "/backup approve " + id,
          List.of());
    } catch (ResticFailedException e) {
      return new Outcome.Failed(Quoted.text(e.getMessage()), "/backup list " + what.source());
    }
  }

  private Preview preview(Backups backups, Scene scene, Restore what) {
    return backups.preview(
        work.run(RunKind.RESTORE, what.source(), what.by(), scene.head(), ""), what);
  }

  private static String text(Restore what, Preview preview) {
    return "Restore of *%s* from %s: %,d files, %s, to %s on %s%s"
        .formatted(
            what.source(),
            Quoted.code(what.brief()),
            preview.files(),
            Words.bytes(preview.bytes()),
            Quoted.code(what.target()),
            Quoted.text(what.node()),
            preview.over() > 0
                ? "; *%,d files there are overwritten*".formatted(preview.over())
                : preview.there() > 0
                    ? "; %,d other files are there and stay".formatted(preview.there())
                    : "; nothing is there yet");
  }

  Outcome approve(Invocation in, Scene scene, String id) {
    Backups backups = work.open(scene.head(), scene.policy());
    Optional<Restore> asked = backups.waiting().find(id);
    if (asked.isEmpty()) {
      return new Outcome.Refused(
          "No restore %s waits; if it did, it expired or was begun.".formatted(Quoted.code(id)),
          "/backup list");
    }
    Restore what = asked.get();
    Optional<Outcome> refusal =
        access
            .refusalToApprove(in, scene.head().policy(), what.by().id(), id)
            .<Outcome>map(denied -> denied)
            .or(() -> refusal(backups, scene, what));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return backups.waiting().take(id).isEmpty()
        ? new Outcome.Refused("Somebody else said yes in the same moment.", "/backup")
        : restored(in, scene, what);
  }

  private Outcome restored(Invocation in, Scene scene, Restore what) {
    Run run =
        work.run(
            RunKind.RESTORE,
            what.source(),
            OnDemand.actor(in),
            scene.head(),
            in.origin().toString());
    Backups backups = work.open(scene.head(), scene.policy());
    if (!backups.begin(run)) {
      return new Outcome.Refused("The same was asked for in the same moment.", "/backup");
    }
    Watch watch =
        (step, nodes) ->
            in.progress().show(ReportText.running(RunKind.RESTORE, what.source(), step, nodes));
    return ReportText.outcome(backups.restore(run, what, watch));
  }
}
