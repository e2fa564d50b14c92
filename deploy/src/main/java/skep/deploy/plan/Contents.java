package skep.deploy.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import skep.deploy.plan.Content.Held;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.content.Labels;

/**
 * Decides versions of the secrets, or of the configs, of one stack. They are immutable, so a new
 * content is a new object {@code <name>-<counter>}; the counter says nothing about the content.
 */
final class Contents {
  /** swarmkit's limit on names of secrets and configs. */
  private static final int NAME_LENGTH = 64;

  private static final Pattern COUNTER = Pattern.compile("[1-9][0-9]{0,8}");

  private final String stack;
  private final Map<String, Held> held;
  private final Map<String, List<Held>> versions;
  private final Set<String> referenced;
  private final Map<String, Long> highest;
  private final Map<String, Long> highestUsed;
  private final Map<String, String> recorded;
  private final Map<String, String> names = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<PlanRefused.Reason> problems = new ArrayList<>();

  /**
   * @param held objects of this kind by name, those of other stacks too: their names are taken
   * @param referenced names the stack's services use now
   * @param kept names kept releases use: a counter is never used for a second content
   * @param recorded fingerprints the last release recorded, by name
   */
  Contents(
      String stack,
      Map<String, Held> held,
      Set<String> referenced,
      Set<String> kept,
      Map<String, String> recorded) {
    this.stack = stack;
    this.held = held;
    this.referenced = referenced;
    this.recorded = recorded;
    this.versions =
        held.values().stream()
            .filter(one -> one.isVersion() && isOwn(one))
            .collect(Collectors.groupingBy(one -> one.labels().get(Labels.NAME)));
    var taken = new HashSet<>(kept);
    taken.addAll(held.keySet());
    this.highest = counters(taken);
    this.highestUsed = counters(referenced);
  }

  void decide(Content content) {
    if (content.external()) {
      names.put(content.name(), content.name());
      return;
    }
    Change change = change(content);
    names.put(content.name(), change.name());
    changes.add(change);
  }

  /** Names in the Swarm by the unversioned ones of everything decided. */
  Map<String, String> names() {
    return names;
  }

  List<Change> changes() {
    return changes;
  }

  List<PlanRefused.Reason> problems() {
    return problems;
  }

  /** Versions nothing refers to any more; never anything Skep did not make itself. */
  List<Change> garbage(Plan.ObjectKind kind, Collection<String> needed) {
    return held.values().stream()
        .filter(one -> one.isVersion() && isOwn(one) && !needed.contains(one.name()))
        .map(Held::name)
        .sorted()
        .map(name -> change(kind, name, Action.REMOVE, List.of(), Optional.empty()))
        .toList();
  }

  private Change change(Content content) {
    Optional<Held> plain =
        Optional.ofNullable(held.get(content.name())).filter(one -> isOwn(one) && !one.isVersion());
    List<Held> ours = versions.getOrDefault(content.name(), List.of());
    if (plain.isPresent() && (ours.isEmpty() || referenced.contains(content.name()))) {
      // Releases of old recorded the adopted ones without a fingerprint.
      Optional<String> known =
          Optional.ofNullable(recorded.get(content.name())).filter(print -> !print.isEmpty());
      if (known.map(content.fingerprint()::equals).orElse(content.equalsData(plain.get()))) {
        Action action = known.isPresent() ? Action.NONE : Action.ADOPT;
        return change(content.kind(), content.name(), action, List.of(), Optional.empty());
      }
    }
    return ours.stream()
        .filter(one -> content.fingerprint().equals(one.labels().get(Labels.FINGERPRINT)))
        .max(Comparator.comparingLong(one -> counter(one.name())))
        .map(one -> change(content.kind(), one.name(), Action.NONE, List.of(), Optional.empty()))
        .orElseGet(() -> create(content));
  }

  private Change create(Content content) {
    String name = nextName(content.name());
    check(content, name);
    ObjectNode spec = content.spec().deepCopy();
    spec.put("Name", name);
    spec.withObjectProperty("Labels")
        .put(Labels.NAMESPACE, stack)
        .put(Labels.NAME, content.name())
        .put(Labels.FINGERPRINT, content.fingerprint());
    var field = new Plan.Field("content", current(content.name()), Optional.of("new"));
    return change(content.kind(), name, Action.CREATE, List.of(field), Optional.of(spec));
  }

  /** The object in use now, of which the new version is the successor. */
  private Optional<String> current(String unversioned) {
    long counter = highestUsed.getOrDefault(unversioned, 0L);
    if (counter > 0) {
      return Optional.of(unversioned + "-" + counter);
    }
    return Optional.of(unversioned).filter(referenced::contains);
  }

  private String nextName(String unversioned) {
    return unversioned + "-" + (highest.getOrDefault(unversioned, 0L) + 1);
  }

  /** The highest counter by unversioned name. */
  private static Map<String, Long> counters(Collection<String> names) {
    var counters = new HashMap<String, Long>();
    for (String name : names) {
      int dash = name.lastIndexOf('-');
      if (dash > 0) {
        counters.merge(name.substring(0, dash), counter(name), Math::max);
      }
    }
    return counters;
  }

  /** What stands after the last dash; 0 where that is no counter. */
  private static long counter(String name) {
    String digits = name.substring(name.lastIndexOf('-') + 1);
    return COUNTER.matcher(digits).matches() ? Long.parseLong(digits) : 0;
  }

  private void check(Content content, String name) {
    String what = "the %s %s".formatted(content.kind().word(), content.name());
    if (name.length() > NAME_LENGTH) {
      problem(
          "%s would be named %s in the Swarm, %d characters; it takes %d"
              .formatted(what, name, name.length(), NAME_LENGTH),
          "give it a shorter name in the stack file (name: …)");
    }
    int size = content.value().map(value -> value.size()).orElse(0);
    if (size > content.maxBytes()) {
      problem(
          "%s has %,d bytes; the Swarm takes %,d".formatted(what, size, content.maxBytes()),
          "split it, or put it on a volume");
    }
    if (size == 0 && !content.hasDriver()) {
      problem(what + " is empty, which the Swarm refuses", "give it a value");
    }
  }

  private void problem(String what, String next) {
    problems.add(new PlanRefused.Reason(what, next));
  }

  private boolean isOwn(Held one) {
    return stack.equals(one.labels().get(Labels.NAMESPACE));
  }

  private static Change change(
      Plan.ObjectKind kind,
      String name,
      Action action,
      List<Plan.Field> fields,
      Optional<ObjectNode> spec) {
    return new Change(kind, name, action, fields, Optional.empty(), spec, List.of());
  }
}
