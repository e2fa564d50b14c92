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
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.Together;
import skep.deploy.verify.Target;

/**
 * The way back: every service the run touched, or may have, goes to what {@link Returns} says; what
 * did not exist is removed.
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

  /**
   * What is under way back.
   *
   * @param targets what to follow until it is as it was
   * @param notes what people must know of it, a sentence each
   */
  record UnderWay(List<Target> targets, List<String> notes) {
    UnderWay {
      targets = List.copyOf(targets);
      notes = List.copyOf(notes);
    }
  }

  UnderWay back(Run run, Baseline baseline) {
    var returns = new Returns(swarm, patience, run, baseline);
    // First what is too much: it may occupy a port what comes back needs.
    Together.forEach(returns.gone(), name -> remove(run, name));
    recreateNetworks(run, baseline);
    References references = returns.references();
    Map<String, ObjectNode> kept = returns.kept(references);
    Map<String, Set<String>> past = new HashMap<>();
    kept.keySet().forEach(name -> past.put(name, ended(name)));
    Together.forEach(
        List.copyOf(kept.keySet()), name -> restore(run, name, kept.get(name), references));
    List<Target> targets = kept.keySet().stream().map(name -> target(name, past)).toList();
    return new UnderWay(targets, returns.notes());
  }

  private Target target(String name, Map<String, Set<String>> past) {
    return patience
        .outlast(() -> swarm.service(name))
        .map(now -> Target.of(now, past.get(name)))
        .orElseThrow(() -> new StepFailedException(name + " is gone again"));
  }

  private void remove(Run run, String name) {
    checkpoint.reached("before removing service " + name + " on the way back");
    services.remove(run.lease(), name);
    checkpoint.reached("after removing service " + name + " on the way back");
  }

  private void restore(Run run, String name, ObjectNode spec, References references) {
    checkpoint.reached("before restoring service " + name);
    services.restore(run.lease(), name, spec, references);
    checkpoint.reached("after restoring service " + name);
  }

  private Set<String> ended(String name) {
    return patience.outlast(
        () -> swarm.service(name).map(now -> Target.ended(swarm.tasks(now.id()))).orElse(Set.of()));
  }

  private void recreateNetworks(Run run, Baseline baseline) {
    for (Step step : run.steps().all()) {
      if (step.kind() == ObjectKind.NETWORK && step.removes()) {
        baseline
            .network(step.name())
            .ifPresent(spec ->
                objects.create(
                    run.lease(), ObjectKind.NETWORK, step.name(), spec, Optional.empty()));
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
        sweep(run, step).ifPresent(notes::add);
      }
    }
    return notes;
  }

  private Optional<String> sweep(Run run, Step step) {
    String what = step.kind().word() + " " + step.name();
    try {
      return objects.removeMade(run.lease(), step.kind(), step.name(), step.spec())
          ? Optional.empty()
          : Optional.of(what + " was left: somebody else made it");
    } catch (EngineException.InUse | EngineException.Rejected e) {
      return Optional.of("%s was left: %s".formatted(what, e.getMessage()));
    }
  }
}
