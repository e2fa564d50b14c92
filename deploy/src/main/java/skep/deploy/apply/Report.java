package skep.deploy.apply;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import skep.deploy.verify.FailedTask;

/**
 * What people need to see of a run. Everything in it has passed redaction.
 *
 * @param task the task to blame, where there is one
 * @param log its last lines, oldest first
 * @param services how each service stood, a sentence each
 * @param notes what was left over, a sentence each
 */
public record Report(
    Optional<FailedTask> task, List<String> log, List<String> services, List<String> notes) {
  private static final String LEFT_OUT =
      "what its tasks wrote is left out here: not all secrets of its commit could be read, so they"
          + " could not be taken out of it; see `docker service logs`";

  static final Report EMPTY = new Report(Optional.empty(), List.of(), List.of(), List.of());

  public Report {
    log = List.copyOf(log);
    services = List.copyOf(services);
    notes = List.copyOf(notes);
  }

  Report redacted(UnaryOperator<String> redaction) {
    return new Report(
        task.map(failed ->
            new FailedTask(
                failed.service(),
                failed.taskId(),
                failed.node(),
                failed.state(),
                failed.exitCode(),
                redaction.apply(failed.error()))),
        log.stream().map(redaction).toList(),
        services.stream().map(redaction).toList(),
        notes.stream().map(redaction).toList());
  }

  Report withServices(List<String> more) {
    return new Report(task, log, more, notes);
  }

  /** Without what a program wrote, where its secrets cannot be taken out of it. */
  Report withoutLog() {
    if (log.isEmpty() && task.isEmpty()) {
      return this;
    }
    Optional<FailedTask> silent =
        task.map(failed ->
            new FailedTask(
                failed.service(),
                failed.taskId(),
                failed.node(),
                failed.state(),
                failed.exitCode(),
                ""));
    return new Report(
        silent, List.of(), services, Stream.concat(notes.stream(), Stream.of(LEFT_OUT)).toList());
  }

  Report withNotes(List<String> more) {
    return new Report(task, log, services, more);
  }
}
