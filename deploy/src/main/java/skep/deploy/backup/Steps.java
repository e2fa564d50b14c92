package skep.deploy.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.estate.BackupPolicy.Step;
import skep.deploy.oneshot.Mount;
import skep.deploy.oneshot.NodeEnd;
import skep.deploy.oneshot.OneShot;
import skep.deploy.oneshot.OneShots;
import skep.deploy.oneshot.Where;

/** What a source wants done before its snapshots are made and after them. */
final class Steps {
  private static final Duration WITHIN = Duration.ofHours(2);

  private final OneShots oneShots;
  private final Optional<Quiesce> quiesce;

  /**
   * @param quiesce empty where there is no Swarm
   */
  Steps(OneShots oneShots, Optional<Quiesce> quiesce) {
    this.oneShots = oneShots;
    this.quiesce = quiesce;
  }

  /**
   * @throws StepFailedException at the first one that does not succeed
   */
  void before(Run run, Source source) {
    for (int i = 0; i < source.before().size(); i++) {
      step(run, source, source.before().get(i), "before" + (i + 1));
    }
  }

  /**
   * All of them, and every scaled service back, whatever went wrong.
   *
   * @return what did not succeed, in sentences
   */
  List<String> after(Run run, Source source) {
    List<String> left = new ArrayList<>();
    for (int i = 0; i < source.after().size(); i++) {
      try {
        step(run, source, source.after().get(i), "after" + (i + 1));
      } catch (StepFailedException e) {
        left.add(e.getMessage());
      }
    }
    quiesce.ifPresent(scaling -> left.addAll(scaling.putBack(run)));
    return left;
  }

  private void step(Run run, Source source, Step step, String name) {
    switch (step) {
      case Step.Scale scale ->
          quiesce
              .orElseThrow(() ->
                  new StepFailedException(scale.service() + " cannot be scaled: there is no Swarm"))
              .scale(run, scale);
      case Step.Command command -> command(run, source, command, name);
    }
  }

  private void command(Run run, Source source, Step.Command command, String name) {
    OneShot what =
        new OneShot(
            run.id() + "-" + name,
            run.id(),
            new OneShot.Program(command.image(), command.command(), Map.of(), ""),
            new OneShot.Needs(
                command.mounts().stream().map(Mount::parse).toList(),
                command.networks(),
                List.of(),
                Map.of(),
                command.secrets()),
            new Where.AnyOne(command.on().orElse(source.everyNode() ? "" : source.on())),
            false,
            WITHIN);
    NodeEnd end = oneShots.run(what, _ -> {}).getFirst();
    trouble(end)
        .ifPresent(why -> {
          throw new StepFailedException(
              "%s on %s: %s".formatted(command.command().getFirst(), end.node(), why));
        });
  }

  private static Optional<String> trouble(NodeEnd end) {
    return end.state().equals(new NodeEnd.State.Exited(0))
        ? Optional.empty()
        : Optional.of(end.words());
  }
}
