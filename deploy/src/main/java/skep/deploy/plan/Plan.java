package skep.deploy.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.secrets.repository.CommitId;

/**
 * Everything one deployment would do, and the state it was decided on. Immutable, and serialisable:
 * a plan waits for its approval as a record in the Swarm. Holds no secret values: applying reads
 * them again from the same commit and checks their fingerprints.
 *
 * @param id short, unambiguous to type: lower-case letters and digits
 * @param kind what it is for
 * @param changes one per object of the stack, in the order they are applied; unchanged objects are
 *     listed too, with action {@link Change.Action#NONE}
 * @param drift actual state against the last release; empty for a first deployment
 * @param base versions of every object read, by {@code kind/name}, and the Swarm's id: applying
 *     refuses where any of them moved
 * @param policy fingerprint of the access and stack policy it was made under
 */
public record Plan(
    String id,
    Kind kind,
    String stack,
    CommitId commit,
    List<Change> changes,
    List<Drift> drift,
    List<Lint> lints,
    List<String> warnings,
    Map<String, Long> base,
    String swarmId,
    String policy,
    Options options,
    Instant made,
    Instant expires) {

  public Plan {
    changes = List.copyOf(changes);
    drift = List.copyOf(drift);
    lints = List.copyOf(lints);
    warnings = List.copyOf(warnings);
    base = Map.copyOf(base);
  }

  /** Whether applying it would change nothing in the Swarm. */
  public boolean isEmpty() {
    return changes.stream().noneMatch(change -> change.action().changesTheSwarm());
  }

  /** Whether it takes over what the Docker CLI made. Only a release records what that holds. */
  public boolean adopts() {
    return changes.stream().anyMatch(change -> change.action() == Change.Action.ADOPT);
  }

  /** What a plan is for. */
  public sealed interface Kind {
    /** The newest (or a named) commit. */
    record Deploy() implements Kind {}

    /** Back to a kept release. */
    record Rollback(int toRelease) implements Kind {}
  }

  /** What the person asked for besides the stack. */
  public record Options(
      ResolveImage resolveImage, boolean allowUnset, boolean detach, Optional<String> service) {
    public static final Options DEFAULT =
        new Options(ResolveImage.ALWAYS, false, false, Optional.empty());
  }

  /** When tags are resolved to digests; the CLI's {@code --resolve-image}. */
  public enum ResolveImage {
    ALWAYS,
    CHANGED,
    NEVER
  }

  /**
   * One object of the stack.
   *
   * @param name its name in the Swarm; for versioned secrets and configs the versioned one
   * @param fields what differs, for people; values of secrets never appear
   * @param effect what applying it does to what runs now; empty for no change
   * @param spec what to create or update to; absent for {@code NONE}, {@code ADOPT} and {@code
   *     REMOVE}. Secrets' and configs' {@code Data} is not in it
   */
  public record Change(
      ObjectKind kind,
      String name,
      Action action,
      List<Field> fields,
      Optional<Effect> effect,
      Optional<ObjectNode> spec,
      List<String> dependsOn) {
    public Change {
      fields = List.copyOf(fields);
      dependsOn = List.copyOf(dependsOn);
    }

    /** What happens to the object. */
    public enum Action {
      CREATE,
      UPDATE,
      REMOVE,
      /** Exists already, made by the CLI; Skep takes it over as it is. */
      ADOPT,
      NONE;

      public boolean changesTheSwarm() {
        return this == CREATE || this == UPDATE || this == REMOVE;
      }
    }
  }

  /** The kinds of object a stack is made of. */
  public enum ObjectKind {
    NETWORK,
    SECRET,
    CONFIG,
    SERVICE;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One difference.
   *
   * @param path in the words of the stack file where there are such ({@code image}, {@code
   *     environment.LOG_LEVEL}, {@code deploy.replicas}), else in those of the Engine API
   * @param from as text; empty where it was not there
   * @param to as text; empty where it goes
   */
  public record Field(String path, Optional<String> from, Optional<String> to) {}

  /**
   * What a change does to running tasks.
   *
   * @param restarts how many tasks are replaced
   * @param downtime whether there is a moment without any running task
   * @param risks data that could be lost, in a sentence each
   * @param summary all of it for people: {@code restarts 3 tasks, 1 at a time, start-first}
   */
  public record Effect(int restarts, boolean downtime, List<String> risks, String summary) {
    public Effect {
      risks = List.copyOf(risks);
    }
  }

  /** What somebody changed past Skep since the last release. */
  public record Drift(ObjectKind kind, String name, List<Field> fields, String summary) {
    public Drift {
      fields = List.copyOf(fields);
    }
  }

  /** Advice on the desired state; never stops a plan. */
  public record Lint(String service, String rule, String advice) {}
}
