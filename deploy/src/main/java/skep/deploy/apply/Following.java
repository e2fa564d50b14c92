package skep.deploy.apply;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.verify.Convergence;
import skep.deploy.verify.Progress;
import skep.deploy.verify.Settlement;
import skep.deploy.verify.Target;

/** Watching services of a run; an outage is waited for, and judges nothing. */
final class Following {
  private final Convergence convergence;
  private final ServiceCalls services;
  private final Patience patience;

  Following(Convergence convergence, ServiceCalls services, Patience patience) {
    this.convergence = convergence;
    this.services = services;
    this.patience = patience;
  }

  /** To its end once. */
  Map<String, Settlement> follow(Run run, List<Target> targets, Convergence.Until until) {
    return begin(run, targets, () -> stillOurs(run)).await(until);
  }

  /** What was seen stays known between several waits. Ends where the run is aborted. */
  Convergence.Following beginForward(Run run, List<Target> targets) {
    return begin(run, targets, () -> forward(run));
  }

  private Convergence.Following begin(Run run, List<Target> targets, Runnable check) {
    return convergence.follow(
        targets,
        new Convergence.Owner() {
          @Override
          public void stillOurs() {
            check.run();
          }

          @Override
          public void closer(String service, Progress progress) {
            run.listener().accept(new RolloutEvent.Converging(service, progress));
          }

          @Override
          public void rewrite(Target target) {
            services.rewrite(run.lease(), target);
          }
        });
  }

  /** Whether the run may go on forward. */
  void forward(Run run) {
    stillOurs(run);
    run.unlessAborted();
  }

  void stillOurs(Run run) {
    patience.outlast(run.lease()::require);
  }

  static Optional<Failure> failureOf(Map<String, Settlement> ends) {
    return Convergence.firstBad(ends)
        .map(bad ->
            new Failure(
                bad.getValue() instanceof Settlement.Disturbed(var what)
                    ? what
                    : bad.getKey() + " " + bad.getValue().words(),
                bad.getValue().blamed()));
  }

  static List<String> words(Map<String, Settlement> ends) {
    return ends.entrySet().stream()
        .map(end -> end.getKey() + " " + end.getValue().words())
        .toList();
  }
}
