package skep.commands.planning;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import skep.commands.access.Policy;
import skep.deploy.verify.Probe;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.FileTree;

/** The infrastructure repository as commands see it. */
public interface Estates {
  /**
   * The newest commit of a ref, parsed and checked.
   *
   * @param ref empty for the default branch
   */
  EstateAt at(String ref);

  /** Whether {@code older} is part of {@code newer}'s history; false after a forced push. */
  boolean contains(CommitId newer, CommitId older);

  /**
   * Makes the values in the encrypted files of a commit known to redaction; false where not all of
   * them can be read. Asks nobody: the commit has to be here already.
   */
  default boolean learn(CommitId commit) {
    return true;
  }

  /**
   * One commit of the estate.
   *
   * @param marks by name of a stack, what changes whenever the rules for that stack do
   */
  record EstateAt(
      CommitId commit,
      FileTree tree,
      Policy policy,
      UnaryOperator<String> marks,
      List<StackEntry> stacks) {
    public EstateAt {
      stacks = List.copyOf(stacks);
    }

    /** What a plan for this stack remembers of the rules it was made under. */
    public String mark(String stack) {
      return marks.apply(stack);
    }

    public Optional<StackEntry> stack(String name) {
      return stacks.stream().filter(stack -> stack.name().equals(name)).findFirst();
    }

    public List<String> names() {
      return stacks.stream().map(StackEntry::name).toList();
    }
  }

  /** A stack the estate has. */
  record StackEntry(String name, List<String> files, boolean approvalRequired, List<Probe> probes) {
    public StackEntry {
      files = List.copyOf(files);
      probes = List.copyOf(probes);
    }
  }
}
