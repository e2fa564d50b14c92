package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmService;
import skep.deploy.verify.Target;
import skep.secrets.redaction.SecretValue;

/**
 * Does a plan's steps, wave by wave: journal, do, journal. Steps that were done are not done again.
 */
final class Applier {
  private final Swarm swarm;
  private final ServiceCalls services;
  private final ObjectCalls objects;
  private final Patience patience;
  private final Checkpoint checkpoint;

  Applier(
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
   * Everything up to verification.
   *
   * @return what to follow: every service created or updated, as the engine has it now
   */
  List<Target> forward(Run run) {
    var past = new ConcurrentHashMap<String, Set<String>>();
    for (List<Step> wave : run.steps().forward()) {
      doWave(run, wave, past);
    }
    return targets(run, past);
  }

  /**
   * Removals, after verification. A network, secret or config that cannot be removed is left.
   *
   * @return what was left, a sentence each
   */
  List<String> after(Run run) {
    var notes = java.util.Collections.synchronizedList(new ArrayList<String>());
    for (List<Step> wave : run.steps().after()) {
      if (wave.stream().allMatch(Step::isService)) {
        doWave(run, wave, new ConcurrentHashMap<>());
      } else {
        leaveWhatCannotGo(run, wave, notes);
      }
    }
    return List.copyOf(notes);
  }

  private void leaveWhatCannotGo(Run run, List<Step> wave, List<String> notes) {
    for (Step step : wave) {
      try {
        doWave(run, List.of(step), new ConcurrentHashMap<>());
      } catch (EngineException.InUse | EngineException.Rejected e) {
        notes.add("%s %s was left: %s".formatted(step.kind().word(), step.name(), e.getMessage()));
      }
    }
  }

  private void doWave(Run run, List<Step> wave, Map<String, Set<String>> past) {
    List<Step> open = wave.stream().filter(step -> !run.open().isDone(step.number())).toList();
    if (open.isEmpty()) {
      return;
    }
    List<Integer> numbers = open.stream().map(Step::number).toList();
    patience.outlast(run.lease()::require);
    checkpoint.reached("before noting " + words(open));
    patience.outlast(() -> run.open().starting(numbers));
    References references = patience.outlast(() -> References.read(swarm));
    Together.forEach(
        open,
        step -> {
          patience.outlast(run.lease()::require);
          checkpoint.reached("before " + step.words());
          run.started(step);
          perform(run, step, references, past);
          checkpoint.reached("after " + step.words());
          run.done(step);
        });
    patience.outlast(() -> run.open().done(numbers));
    checkpoint.reached("noted as done " + words(open));
  }

  private static String words(List<Step> steps) {
    return String.join(", ", steps.stream().map(Step::words).toList());
  }

  private void perform(Run run, Step step, References references, Map<String, Set<String>> past) {
    if (!step.isService()) {
      performOnObject(run, step);
      return;
    }
    switch (step.change().action()) {
      case CREATE -> services.create(step.name(), references.filled(step.spec()));
      case UPDATE -> {
        ObjectNode before =
            run.specBefore(step.name())
                .orElseThrow(() ->
                    new StepFailedException(
                        "there is no service %s to update".formatted(step.name())));
        past.put(step.name(), patience.outlast(() -> endedTasks(step.name())));
        services.update(step.name(), before, references.filled(step.spec()));
      }
      case REMOVE -> services.remove(step.name());
      case ADOPT, NONE -> throw new IllegalStateException(step.words() + " is no step");
    }
  }

  private void performOnObject(Run run, Step step) {
    switch (step.change().action()) {
      case CREATE -> objects.create(step.kind(), step.name(), step.spec(), content(run, step));
      case REMOVE -> objects.remove(step.kind(), step.name());
      case UPDATE ->
          throw new StepFailedException(
              "a %s cannot be changed in place: %s".formatted(step.kind().word(), step.name()));
      case ADOPT, NONE -> throw new IllegalStateException(step.words() + " is no step");
    }
  }

  private static Optional<SecretValue> content(Run run, Step step) {
    return step.kind() == ObjectKind.NETWORK
        ? Optional.empty()
        : run.contents().of(step.kind(), step.name());
  }

  /** What has to be followed of a run whose steps were all done, by whomever. */
  List<Target> targets(Run run, Map<String, Set<String>> past) {
    var targets = new ArrayList<Target>();
    for (Step step : run.steps().services()) {
      if (step.change().action() != Change.Action.REMOVE) {
        SwarmService now =
            patience
                .outlast(() -> swarm.service(step.name()))
                .orElseThrow(() ->
                    new StepFailedException(
                        "somebody else removed %s meanwhile".formatted(step.name())));
        ObjectNode sent = patience.outlast(() -> References.read(swarm)).filled(step.spec());
        if (!ServiceCalls.carries(now.spec(), sent)) {
          throw new StepFailedException(
              "somebody else changed %s meanwhile".formatted(step.name()));
        }
        targets.add(Target.of(now, past.getOrDefault(step.name(), Set.of())));
      }
    }
    return targets;
  }

  private Set<String> endedTasks(String service) {
    return swarm.service(service).map(now -> Target.ended(swarm.tasks(now.id()))).orElse(Set.of());
  }
}
