package skep.commands.planning;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import skep.commands.Nearest;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.Estates.StackEntry;

/**
 * The estate twice: as the default branch has it, which alone says who may do what and whether
 * approval is needed, and at the ref somebody named, which says what to deploy. Otherwise a branch
 * nobody reviewed could grant its author everything.
 */
public record Scope(EstateAt head, EstateAt at) {
  public static Scope of(Estates estates, String ref) {
    EstateAt head = estates.at("");
    return new Scope(head, ref.isEmpty() ? head : estates.at(ref));
  }

  /** What stack somebody means. */
  public sealed interface Found {
    /**
     * @param entry files and probes as the ref has them, approval as the default branch has it
     */
    record Stack(StackEntry entry) implements Found {}

    record Missing(Outcome.Refused refusal) implements Found {}
  }

  /**
   * @param line the line to type instead, from the name of a stack there is
   */
  public Found stack(String name, UnaryOperator<String> line) {
    return at.stack(name)
        .<Found>map(entry -> new Found.Stack(guarded(entry)))
        .orElseGet(() -> new Found.Missing(missing(name, line)));
  }

  /** All of them as {@link Found.Stack} has them, by name. */
  public List<StackEntry> stacks() {
    return at.stacks().stream()
        .map(this::guarded)
        .sorted(Comparator.comparing(StackEntry::name))
        .toList();
  }

  /**
   * Refuses a name that nothing is known by.
   *
   * @param recorded whether something is kept about it, though the estate may have lost it
   */
  public Optional<Outcome> unknown(
      String name, BooleanSupplier recorded, UnaryOperator<String> line) {
    return at.stack(name).isPresent() || recorded.getAsBoolean()
        ? Optional.empty()
        : Optional.of(missing(name, line));
  }

  /** For a command about every stack, where there is none. */
  public Outcome.Refused empty() {
    return new Outcome.Refused(
        "The estate at `%s` has no stacks.".formatted(at.commit().brief()),
        "add stacks/web/stack.yml to the estate");
  }

  private StackEntry guarded(StackEntry entry) {
    boolean required = head.stack(entry.name()).map(StackEntry::approvalRequired).orElse(true);
    return new StackEntry(entry.name(), entry.files(), required, entry.probes());
  }

  private Outcome.Refused missing(String name, UnaryOperator<String> line) {
    List<String> candidates = at.names();
    if (candidates.isEmpty()) {
      return empty();
    }
    return new Outcome.Refused(
        "The estate at `%s` has no stack %s; it has: %s."
            .formatted(at.commit().brief(), Quoted.code(name), String.join(", ", candidates)),
        line.apply(Nearest.to(name, candidates).orElse(candidates.getFirst())));
  }

  /** What the rules are now, for a plan to remember. */
  public String mark(String stack) {
    return head.mark(stack);
  }
}
