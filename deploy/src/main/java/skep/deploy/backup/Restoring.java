package skep.deploy.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.deploy.oneshot.Mount;
import skep.deploy.oneshot.NodeEnd;
import skep.deploy.oneshot.Where;
import skep.deploy.restic.ExitStatus;
import skep.deploy.restic.ResticArguments;
import skep.deploy.restic.RestoreOutput;

/** Looks at what a restore would do, and does it. */
final class Restoring {
  private static final Duration WITHIN = Duration.ofHours(24);
  private static final Pattern INSIDE = Pattern.compile("files=([0-9]+) bytes=([0-9]+)");
  private static final Pattern TARGET =
      Pattern.compile("over=([0-9]+) there=([0-9]+) free=([0-9]+)");

  private final Repository repository;

  Restoring(Repository repository) {
    this.repository = repository;
  }

  /**
   * @throws ResticFailedException where nobody can say
   */
  Preview preview(Run run, Restore what) {
    Said said =
        on(
            run,
            "look",
            Scripts.preview(what.snapshot(), what.target(), what.path()),
            what,
            Watch.NONE);
    Optional<String> nothing = said.nothing();
    if (nothing.isPresent()) {
      throw new ResticFailedException(nothing.get());
    }
    Matcher inside = INSIDE.matcher(String.join("", said.marked("inside")));
    Matcher target = TARGET.matcher(String.join("", said.marked("target")));
    if (!inside.matches() || !target.matches()) {
      int status = said.end().state() instanceof NodeEnd.State.Exited(var exit) ? exit : 1;
      throw new ResticFailedException(
          ExitStatus.of(status, said.end().lines()), said.end().lines());
    }
    return new Preview(
        Long.parseLong(inside.group(1)),
        Long.parseLong(inside.group(2)),
        Long.parseLong(target.group(1)),
        Long.parseLong(target.group(2)),
        Long.parseLong(target.group(3)));
  }

  /** Why it did not succeed, in a sentence; empty where it did. */
  Optional<String> restore(Run run, Restore what, Watch watch) {
    List<String> includes = what.path().isEmpty() ? List.of() : List.of(what.path());
    List<String> arguments =
        new ArrayList<>(ResticArguments.restore(what.snapshot(), includes, what.target()));
    if (includes.isEmpty()) {
      arguments.addAll(1, List.of("--exclude", "skep-manifest"));
    }
    Said said = on(run, "restore", Scripts.restore(what.target(), arguments), what, watch);
    return said.nothing()
        .or(() -> {
          ExitStatus status = Asking.status(said.last());
          return status == ExitStatus.DONE
              ? Optional.empty()
              : Optional.of(Said.words(status, said.last().lines()));
        });
  }

  private Said on(Run run, String step, List<String> command, Restore what, Watch watch) {
    String parent = what.target().substring(0, Math.max(1, what.target().lastIndexOf('/')));
    return repository
        .on(
            run,
            step,
            command,
            new Where.Node(what.node()),
            List.of(new Mount(Mount.Kind.PATH, parent, parent, false)),
            Map.of(),
            WITHIN,
            ends -> watch.show(step, ends.stream().map(Restoring::line).toList()))
        .getFirst();
  }

  private static String line(NodeEnd end) {
    RestoreOutput output = new RestoreOutput();
    end.lines().forEach(output);
    return end.node()
        + output.progress().map(progress -> ": %d %%".formatted(progress.percent())).orElse("");
  }
}
