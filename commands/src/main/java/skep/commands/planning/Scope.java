package skep.commands.planning;

import java.util.ArrayList;
import java.util.List;
import skep.commands.Nearest;
import skep.commands.chat.Outcome;
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
   * @param verb for the line to type instead
   */
  public Found stack(String name, String verb) {
    return at.stack(name)
        .<Found>map(entry -> new Found.Stack(guarded(entry)))
        .orElseGet(() -> new Found.Missing(missing(name, verb)));
  }

  private StackEntry guarded(StackEntry entry) {
    boolean required = head.stack(entry.name()).map(StackEntry::approvalRequired).orElse(true);
    return new StackEntry(entry.name(), entry.files(), required, entry.probes());
  }

  private Outcome.Refused missing(String name, String verb) {
    List<String> candidates = new ArrayList<>(at.names());
    String known =
        candidates.isEmpty() ? "it has none" : "it has: " + String.join(", ", candidates);
    return new Outcome.Refused(
        "The estate at %s has no stack %s; %s.".formatted(at.commit().brief(), name, known),
        Nearest.to(name, candidates)
            .or(() -> candidates.stream().findFirst())
            .map(right -> "/" + verb + " " + right)
            .orElse("add stacks/" + name + "/stack.yml to the estate"));
  }

  /** What the rules are now, for a plan to remember. */
  public String mark(String stack) {
    return head.mark(stack);
  }
}
