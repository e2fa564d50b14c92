package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmService;
import skep.deploy.verify.SameSpec;

/**
 * Which services go back, and to what. A step that was begun and not noted as done may have
 * happened, and a run before this one may have taken it back already: its service belongs to the
 * way back unless it is plainly somebody else's now.
 */
final class Returns {
  private final Swarm swarm;
  private final Patience patience;
  private final Run run;
  private final Baseline baseline;
  private final List<Touched> touched;
  private final List<String> notes = new ArrayList<>();

  /**
   * A service the run touched.
   *
   * @param untouchedSince it is as it was before the run, and may never have been otherwise
   */
  private record Touched(String name, boolean untouchedSince) {}

  Returns(Swarm swarm, Patience patience, Run run, Baseline baseline) {
    this.swarm = swarm;
    this.patience = patience;
    this.run = run;
    this.baseline = baseline;
    References references = references();
    this.touched =
        run.steps().services().stream()
            .flatMap(step -> touched(step, references).stream())
            .toList();
  }

  /** Enough of them for everything compared or put back here. */
  References references() {
    List<ObjectNode> specs =
        run.steps().services().stream()
            .flatMap(step ->
                Stream.of(
                        step.change().spec(),
                        baseline.recorded(step.name()),
                        baseline.before(step.name()))
                    .flatMap(Optional::stream))
            .toList();
    return patience.outlast(() -> References.neededBy(swarm, specs));
  }

  private Optional<Touched> touched(Step step, References references) {
    if (run.open().isDone(step.number())) {
      return Optional.of(new Touched(step.name(), false));
    }
    return run.open().wasStarted(step.number()) ? maybeTouched(step, references) : Optional.empty();
  }

  private Optional<Touched> maybeTouched(Step step, References references) {
    String name = step.name();
    Optional<ObjectNode> now = patience.outlast(() -> swarm.service(name)).map(SwarmService::spec);
    Optional<ObjectNode> before = baseline.before(name);
    if (now.isEmpty()) {
      return switch (step.change().action()) {
        case CREATE -> Optional.empty();
        case REMOVE -> Optional.of(new Touched(name, false));
        case UPDATE, ADOPT, NONE -> left(name, "removed");
      };
    }
    if (before.filter(spec -> SameSpec.service(spec, now.get())).isPresent()) {
      return Optional.of(new Touched(name, true));
    }
    boolean ours =
        Stream.of(step.change().spec(), baseline.recorded(name), before)
            .flatMap(Optional::stream)
            .anyMatch(spec -> references.same(spec, now.get()));
    return ours ? Optional.of(new Touched(name, false)) : left(name, "changed");
  }

  private Optional<Touched> left(String name, String how) {
    notes.add("somebody else %s %s meanwhile; it was left as it is".formatted(how, name));
    return Optional.empty();
  }

  /** Names of services that did not exist. */
  List<String> gone() {
    return touched.stream()
        .map(Touched::name)
        .filter(name -> baseline.recorded(name).isEmpty() && baseline.before(name).isEmpty())
        .toList();
  }

  /** What the others go back to, by name. */
  Map<String, ObjectNode> kept(References references) {
    var kept = new LinkedHashMap<String, ObjectNode>();
    for (Touched one : touched) {
      specFor(one, references).ifPresent(spec -> kept.put(one.name(), spec));
    }
    return kept;
  }

  private Optional<ObjectNode> specFor(Touched one, References references) {
    Optional<ObjectNode> before = baseline.before(one.name());
    Optional<ObjectNode> recorded = baseline.recorded(one.name());
    if (recorded.isEmpty() || one.untouchedSince()) {
      return before;
    }
    int release = baseline.release().orElseThrow().number();
    if (before.isPresent() && !references.holds(recorded.get())) {
      notes.add(
          "%s is as it was just before: secrets or configs of release %d are gone"
              .formatted(one.name(), release));
      return before;
    }
    if (before.filter(spec -> references.same(spec, recorded.get())).isEmpty()) {
      notes.add(
          "%s had been changed since release %d; it is as that release made it"
              .formatted(one.name(), release));
    }
    return recorded;
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
