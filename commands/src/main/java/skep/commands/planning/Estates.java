package skep.commands.planning;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import skep.commands.access.Policy;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.Freeze;
import skep.deploy.estate.RunbookPolicy;
import skep.deploy.estate.SecretPolicy;
import skep.deploy.verify.Probe;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.Exposure;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.Revision;

/** The infrastructure repository as commands see it. */
public interface Estates {
  /**
   * The newest commit of a ref, parsed and checked.
   *
   * @param ref empty for the default branch
   */
  EstateAt at(String ref);

  /** The default branch as it was last seen: for what may be a little old and asks nobody. */
  default EstateAt lastSeen() {
    return at("");
  }

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
   * The files of a commit that is here already: asks nobody.
   *
   * @throws skep.secrets.repository.RepositoryException where it is not here any more
   */
  default FileTree tree(CommitId commit) {
    return at(commit.sha()).tree();
  }

  /** Which commits up to this one changed a file, the newest first, so many at the most. */
  default List<Revision> history(CommitId newest, String path, int most) {
    return List.of();
  }

  /**
   * One commit of the estate.
   *
   * @param exposures what it, or a commit on the way to it, has in clear that is to be encrypted
   */
  record EstateAt(
      CommitId commit,
      FileTree tree,
      Rules rules,
      List<StackEntry> stacks,
      List<Exposure> exposures) {
    public EstateAt {
      stacks = List.copyOf(stacks);
      exposures = List.copyOf(exposures);
    }

    public EstateAt(CommitId commit, FileTree tree, Rules rules, List<StackEntry> stacks) {
      this(commit, tree, rules, stacks, List.of());
    }

    /** Who may do what where it is not about one stack. */
    public Policy policy() {
      return rules.policy();
    }

    /** Who may do what with this stack; the rules for all where it has none of its own. */
    public Policy policy(String stack) {
      return rules.policies().getOrDefault(stack, rules.policy());
    }

    /** What a plan for this stack remembers of the rules it was made under. */
    public String mark(String stack) {
      return rules.marks().apply(stack);
    }

    /** The freeze this stack is in, the one that ends last where there are several. */
    public Optional<Frozen> frozen(String stack, Instant now) {
      return rules.freezes().stream()
          .flatMap(freeze ->
              freeze.until(stack, now).map(until -> new Frozen(until, freeze.why())).stream())
          .max(Comparator.comparing(Frozen::until));
    }

    public Optional<StackEntry> stack(String name) {
      return stacks.stream().filter(stack -> stack.name().equals(name)).findFirst();
    }

    public List<String> names() {
      return stacks.stream().map(StackEntry::name).toList();
    }
  }

  /** Nothing is deployed until then. */
  record Frozen(Instant until, String why) {}

  /**
   * What the estate says about how things are done.
   *
   * @param policy for all stacks
   * @param policies of the stacks that have rules of their own
   * @param marks by name of a stack, what changes whenever the rules for that stack do
   * @param alerts the room that hears of every deployment
   * @param secrets how secrets are made, saved and by whom
   * @param backup what is backed up; empty where nothing is
   * @param runbooks where they are
   */
  record Rules(
      Policy policy,
      Map<String, Policy> policies,
      UnaryOperator<String> marks,
      List<Freeze> freezes,
      Optional<String> alerts,
      SecretPolicy secrets,
      Optional<BackupPolicy> backup,
      RunbookPolicy runbooks) {
    public Rules {
      policies = Map.copyOf(policies);
      freezes = List.copyOf(freezes);
    }

    public Rules(Policy policy, UnaryOperator<String> marks) {
      this(policy, Map.of(), marks, List.of(), Optional.empty());
    }

    public Rules(
        Policy policy,
        Map<String, Policy> policies,
        UnaryOperator<String> marks,
        List<Freeze> freezes,
        Optional<String> alerts) {
      this(
          policy,
          policies,
          marks,
          freezes,
          alerts,
          SecretPolicy.DEFAULT,
          Optional.empty(),
          RunbookPolicy.DEFAULT);
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
