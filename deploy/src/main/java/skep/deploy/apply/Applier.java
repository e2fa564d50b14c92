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
import skep.deploy.swarm.Together;
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
      run.unlessAborted();
      doWave(run, wave, past);
    }
    return targets(run, past);
  }

  /**
   * Removals, after verification: what cannot be removed now is left.
   *
   * @return what was left, a sentence each
   */
  List<String> after(Run run) {
    var notes = new ArrayList<String>();
    for (List<Step> wave : run.steps().after()) {
      boolean together = wave.stream().allMatch(Step::isService);
      for (List<Step> some : together ? List.of(wave) : wave.stream().map(List::of).toList()) {
        try {
          doWave(run, some, new ConcurrentHashMap<>());
        } catch (EngineException.Unreachable | EngineException.NoQuorum e) {
          notes.add(left(some, e));
          return notes; // The rest would wait as long, for nothing.
        } catch (EngineException e) {
          notes.add(left(some, e));
        }
      }
    }
    return notes;
  }

  private static String left(List<Step> steps, EngineException why) {
    List<String> names =
        steps.stream().map(step -> step.kind().word() + " " + step.name()).toList();
    return "%s was left: %s; the next /diff shows it"
        .formatted(String.join(", ", names), why.getMessage());
  }

  private void doWave(Run run, List<Step> wave, Map<String, Set<String>> past) {
    List<Step> open = wave.stream().filter(step -> !run.open().isDone(step.number())).toList();
    if (open.isEmpty()) {
      return;
    }
    List<Integer> numbers = open.stream().map(Step::number).toList();
    checkpoint.reached("before noting " + words(open));
    patience.outlast(run.lease(), () -> run.open().starting(numbers));
    References references = references(open);
    Together.forEach(
        open,
        step -> {
          checkpoint.reached("before " + step.words());
          run.started(step);
          perform(run, step, references, past);
          checkpoint.reached("after " + step.words());
          run.done(step);
        });
    patience.outlast(run.lease(), () -> run.open().done(numbers));
    checkpoint.reached("noted as done " + words(open));
  }

  private References references(List<Step> steps) {
    List<ObjectNode> specs =
        steps.stream().filter(step -> step.isService() && !step.removes()).map(Step::spec).toList();
    return patience.outlast(() -> References.neededBy(swarm, specs));
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
      case CREATE -> services.create(run.lease(), step.name(), step.spec(), references);
      case UPDATE -> {
        ObjectNode before =
            run.specBefore(step.name())
                .orElseThrow(() ->
                    new StepFailedException(
                        "there is no service %s to update".formatted(step.name())));
        past.put(step.name(), patience.outlast(() -> endedTasks(step.name())));
        services.update(run.lease(), step.name(), before, step.spec(), references);
      }
      case REMOVE -> services.remove(run.lease(), step.name());
      case ADOPT, NONE -> throw new IllegalStateException(step.words() + " is no step");
    }
  }

  private void performOnObject(Run run, Step step) {
    switch (step.change().action()) {
      case CREATE ->
          objects.create(run.lease(), step.kind(), step.name(), step.spec(), content(run, step));
      case REMOVE -> objects.remove(run.lease(), step.kind(), step.name());
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
    List<Step> changed =
        run.steps().services().stream()
            .filter(step -> step.change().action() != Change.Action.REMOVE)
            .toList();
    References references = references(changed);
    return changed.stream()
        .map(step -> Target.of(asSent(step, references), past.getOrDefault(step.name(), Set.of())))
        .toList();
  }

  /** What somebody else made of it meanwhile must not be taken for what was asked. */
  private SwarmService asSent(Step step, References references) {
    SwarmService now =
        patience
            .outlast(() -> swarm.service(step.name()))
            .orElseThrow(() ->
                new StepFailedException(
                    "somebody else removed %s meanwhile".formatted(step.name())));
    if (!references.same(now.spec(), step.spec())) {
      throw new StepFailedException("somebody else changed %s meanwhile".formatted(step.name()));
    }
    return now;
  }

  private Set<String> endedTasks(String service) {
    return swarm.service(service).map(now -> Target.ended(swarm.tasks(now.id()))).orElse(Set.of());
  }
}
