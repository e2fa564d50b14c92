package skep.commands.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import skep.commands.backup.BackupCommand.Scene;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.deploy.backup.Backups;
import skep.deploy.backup.History;
import skep.deploy.backup.Report;
import skep.deploy.backup.ResticFailedException;
import skep.deploy.backup.Retention;
import skep.deploy.backup.Run;
import skep.deploy.backup.RunKind;
import skep.deploy.backup.Watch;
import skep.deploy.release.Lease;
import skep.deploy.release.Release.Actor;
import skep.deploy.restic.Snapshot;
import skep.deploy.swarm.InterruptedRunException;

/** Runs somebody asks for. */
final class OnDemand {
  private static final int MOST = 20;

  private final BackupWork work;

  OnDemand(BackupWork work) {
    this.work = work;
  }

  Outcome now(Invocation in, Scene scene, String source) {
    Optional<Outcome> unknown = source.isEmpty() ? Optional.empty() : scene.unknown(source, "now");
    return unknown.orElseGet(
        () -> all(in, scene, RunKind.BACKUP, BackupWork.sources(scene.policy(), source)));
  }

  Outcome verify(Invocation in, Scene scene, String source) {
    if (source.isEmpty()) {
      return all(in, scene, RunKind.CHECK, List.of(History.REPOSITORY));
    }
    return scene
        .unknown(source, "verify")
        .orElseGet(() -> all(in, scene, RunKind.RESTORE_TEST, List.of(source)));
  }

  /** One after the other; the worst of their ends is the end. */
  private Outcome all(Invocation in, Scene scene, RunKind kind, List<String> sources) {
    if (sources.isEmpty()) {
      return new Outcome.Refused("backup.sources in skep.yaml names none.", "/backup");
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (String source : sources) {
      outcomes.add(one(in, scene, kind, source));
    }
    String text = String.join("\n", outcomes.stream().map(Outcome::text).toList());
    return outcomes.stream()
        .filter(outcome -> !(outcome instanceof Outcome.Done))
        .findFirst()
        .<Outcome>map(worst ->
            switch (worst) {
              case Outcome.Refused(_, var next, _) -> new Outcome.Refused(text, next);
              case Outcome.Failed(_, var next, _) -> new Outcome.Failed(text, next);
              case Outcome.Unfinished(_, var next) -> new Outcome.Unfinished(text, next);
              case Outcome.Waiting _, Outcome.Done _ -> worst;
            })
        .orElseGet(() -> new Outcome.Done(text));
  }

  private Outcome one(Invocation in, Scene scene, RunKind kind, String source) {
    Run run = work.run(kind, source, actor(in), scene.head(), in.origin().toString());
    Watch watch =
        (step, nodes) -> in.progress().show(ReportText.running(kind, source, step, nodes));
    return done(run, () -> work.begin(scene.head(), scene.policy(), run, watch));
  }

  private static Outcome done(Run run, Supplier<Optional<Report>> begun) {
    try {
      return begun
          .get()
          .map(ReportText::outcome)
          .orElseGet(
              () -> new Outcome.Refused("The same was asked for in the same moment.", "/backup"));
    } catch (Backups.BusyException e) {
      return new Outcome.Refused(
          Quoted.text(e.getMessage()) + ".", "/backup status " + run.source());
    } catch (InterruptedRunException e) {
      return new Outcome.Unfinished(
          "Skep is being stopped; what runs on the nodes goes on, and the next Skep brings it to its end.",
          "/backup");
    } catch (Lease.LeaseLostException e) {
      return new Outcome.Unfinished(
          "This Skep was cut off from the Swarm for so long that another one has the run in hand and brings it to its end.",
          "/backup");
    }
  }

  Outcome retention(Invocation in, Scene scene, String source, boolean agreed) {
    return scene
        .unknown(source, "retention")
        .orElseGet(() ->
            agreed ? all(in, scene, RunKind.RETENTION, List.of(source)) : shown(in, scene, source));
  }

  private Outcome shown(Invocation in, Scene scene, String source) {
    Run run = work.run(RunKind.RETENTION, source, actor(in), scene.head(), "");
    try {
      Retention retention = work.open(scene.head(), scene.policy()).retention(run, scene.policy());
      return new Outcome.Done(text(source, retention));
    } catch (ResticFailedException e) {
      return new Outcome.Failed(Quoted.text(e.getMessage()), "/backup");
    }
  }

  private static String text(String source, Retention retention) {
    if (retention.remove().isEmpty()) {
      return "All %d snapshots of *%s* stay.".formatted(retention.keep().size(), source);
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Of *%s* %d snapshots stay, and %d would go:"
            .formatted(source, retention.keep().size(), retention.remove().size()));
    for (Snapshot one : retention.remove().stream().limit(MOST).toList()) {
      lines.add(
          "• %s of %s, %s"
              .formatted(Quoted.code(one.brief()), Quoted.text(one.host()), one.time()));
    }
    if (retention.remove().size() > MOST) {
      lines.add("• and %d more".formatted(retention.remove().size() - MOST));
    }
    lines.add(
        retention
            .refusal()
            .map(why -> "None of them goes: " + Quoted.text(why))
            .orElse(
                "Let them go, now and from now on: `/backup retention %s --yes`"
                    .formatted(source)));
    return String.join("\n", lines);
  }

  static Actor actor(Invocation in) {
    return new Actor(in.by().id(), in.by().username());
  }
}
