package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.release.Release;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmService;
import skep.deploy.verify.SameSpec;
import skep.deploy.verify.Target;

/**
 * The way back: every service the run touched goes to the last verified release's own record of it,
 * or where there is none to what it was before; what did not exist is removed. What somebody else
 * changed before the run came to it is left alone.
 */
final class Reversal {
  private final Swarm swarm;
  private final ServiceCalls services;
  private final ObjectCalls objects;
  private final Patience patience;
  private final Checkpoint checkpoint;

  Reversal(
      Swarm swarm,
      ServiceCalls services,
      ObjectCalls objects,
      Patience patience,
      Checkpoint checkpoint) {
    this.swarm = swarm;
    this.services = services;
    this.objects = objects;
    this.patience = patience;
    this.checkpoint = checkpoint;
  }

  /** What a service goes back to; an empty spec means it did not exist. */
  private record Return(String name, Optional<ObjectNode> spec) {}

  /**
   * @return what to follow until it is as it was
   */
  List<Target> back(Run run, Optional<Release> previous) {
    List<Return> returns =
        run.steps().services().stream()
            .filter(step -> wasTouched(run, step))
            .map(step -> new Return(step.name(), specBefore(run, previous, step)))
            .toList();
    List<Return> gone = returns.stream().filter(one -> one.spec().isEmpty()).toList();
    List<Return> kept = returns.stream().filter(one -> one.spec().isPresent()).toList();
    // First what is too much: it may occupy a port what comes back needs.
    Together.forEach(gone, one -> remove(run, one));
    previous.ifPresent(release -> recreateNetworks(run, release));
    Map<String, Set<String>> past = new HashMap<>();
    kept.forEach(one -> past.put(one.name(), ended(one.name())));
    References references = patience.outlast(() -> References.read(swarm));
    Together.forEach(kept, one -> restore(run, one, references));
    return kept.stream()
        .map(one ->
            patience
                .outlast(() -> swarm.service(one.name()))
                .map(now -> Target.of(now, past.get(one.name())))
                .orElseThrow(() -> new StepFailedException(one.name() + " is gone again")))
        .toList();
  }

  private boolean wasTouched(Run run, Step step) {
    if (run.open().isDone(step.number())) {
      return true;
    }
    if (!run.open().wasStarted(step.number())) {
      return false;
    }
    Optional<ObjectNode> now =
        patience.outlast(() -> swarm.service(step.name())).map(SwarmService::spec);
    Optional<ObjectNode> before = run.specBefore(step.name());
    if (step.change().action() == Change.Action.REMOVE) {
      return now.isEmpty();
    }
    if (now.isEmpty() || before.filter(it -> SameSpec.service(it, now.get())).isPresent()) {
      return false;
    }
    // Neither as before nor as we would have left it: that was somebody else.
    ObjectNode sent = patience.outlast(() -> References.read(swarm)).filled(step.spec());
    return ServiceCalls.carries(now.get(), sent);
  }

  private static Optional<ObjectNode> specBefore(Run run, Optional<Release> previous, Step step) {
    return previous
        .map(release -> release.services().get(step.name()))
        .or(() -> run.specBefore(step.name()));
  }

  private void remove(Run run, Return one) {
    patience.outlast(run.lease()::require);
    checkpoint.reached("before removing service " + one.name() + " on the way back");
    services.remove(one.name());
    checkpoint.reached("after removing service " + one.name() + " on the way back");
  }

  private void restore(Run run, Return one, References references) {
    patience.outlast(run.lease()::require);
    checkpoint.reached("before restoring service " + one.name());
    services.restore(one.name(), references.filled(one.spec().orElseThrow()));
    checkpoint.reached("after restoring service " + one.name());
  }

  private Set<String> ended(String name) {
    return patience.outlast(
        () -> swarm.service(name).map(now -> Target.ended(swarm.tasks(now.id()))).orElse(Set.of()));
  }

  private void recreateNetworks(Run run, Release release) {
    for (Step step : run.steps().all()) {
      ObjectNode spec = release.networks().get(step.name());
      if (step.kind() == ObjectKind.NETWORK && step.removes() && spec != null) {
        objects.create(ObjectKind.NETWORK, step.name(), spec, Optional.empty());
      }
    }
  }

  /**
   * Removes networks, secrets and configs the run created: nothing uses them any more.
   *
   * @return what was left, a sentence each
   */
  List<String> sweep(Run run) {
    var notes = new ArrayList<String>();
    for (Step step : run.steps().all().reversed()) {
      boolean created =
          step.change().action() == Change.Action.CREATE && run.open().wasStarted(step.number());
      if (created && !step.isService()) {
        try {
          objects.remove(step.kind(), step.name());
        } catch (EngineException e) {
          notes.add(
              "%s %s was left: %s".formatted(step.kind().word(), step.name(), e.getMessage()));
        }
      }
    }
    return notes;
  }
}
