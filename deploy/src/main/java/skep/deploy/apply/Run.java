package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import skep.deploy.plan.Plan;
import skep.deploy.release.Lease;
import skep.deploy.release.OpenRelease;
import skep.deploy.verify.Probe;

/**
 * One plan on its way, by this bot or by one before it.
 *
 * @param before the stack's services as they were before the first step, by name
 * @param contents empty values where a dead bot's run is finished: new secrets are there already,
 *     or the way is back
 */
record Run(
    OpenRelease open,
    Lease lease,
    Plan plan,
    Map<String, ObjectNode> before,
    List<Probe> probes,
    Steps steps,
    Contents contents,
    Consumer<RolloutEvent> listener) {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  static Run of(
      OpenRelease open,
      Lease lease,
      Undertaking undertaking,
      Contents contents,
      Consumer<RolloutEvent> listener) {
    Steps steps = Steps.of(undertaking.plan(), undertaking.before());
    return new Run(
        open,
        lease,
        undertaking.plan(),
        undertaking.before(),
        undertaking.probes(),
        steps,
        contents,
        heedless(listener));
  }

  /** Whoever watches must not be able to fail a deployment. */
  private static Consumer<RolloutEvent> heedless(Consumer<RolloutEvent> listener) {
    return event -> {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.warn("a listener failed at {}", event, e);
      }
    };
  }

  /** Between two steps, on the way forward: whoever may said that it should go back. */
  void unlessAborted() {
    lease
        .aborted()
        .ifPresent(why -> {
          throw new StepFailedException(why);
        });
  }

  Optional<ObjectNode> specBefore(String service) {
    return Optional.ofNullable(before.get(service));
  }

  void started(Step step) {
    listener.accept(
        new RolloutEvent.StepStarted(step.words(), step.number() + 1, steps.all().size()));
  }

  void done(Step step) {
    listener.accept(new RolloutEvent.StepDone(step.words(), step.number() + 1, steps.all().size()));
  }
}
