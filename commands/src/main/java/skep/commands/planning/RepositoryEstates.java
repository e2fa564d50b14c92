package skep.commands.planning;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import skep.commands.access.Act;
import skep.commands.access.Policy;
import skep.deploy.estate.AccessPolicy;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.estate.Estate;
import skep.deploy.estate.StackEntry.Approval;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.Exposure;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.RepositoryException;
import skep.secrets.repository.Revision;

/** The estate of a repository; the newest commit is read once and kept while it is the newest. */
public final class RepositoryEstates implements Estates {
  private static final Logger LOG = Logger.getLogger(RepositoryEstates.class.getName());

  private static final Pattern PULL = Pattern.compile("pull/([0-9]{1,9})");

  private final EstateRepository repository;
  private final PullRequestNotes notes;
  private Optional<EstateAt> newest = Optional.empty();

  public RepositoryEstates(EstateRepository repository) {
    this(repository, PullRequestNotes.NONE);
  }

  public RepositoryEstates(EstateRepository repository, PullRequestNotes notes) {
    this.repository = repository;
    this.notes = notes;
  }

  @Override
  public EstateAt at(String ref) {
    CommitId commit = repository.resolve(ref);
    if (ref.isEmpty()) {
      return head(commit);
    }
    List<Exposure> exposures = repository.exposures(known(), commit);
    Matcher pull = PULL.matcher(ref);
    if (pull.matches() && !exposures.isEmpty()) {
      notes.exposed(Integer.parseInt(pull.group(1)), exposures);
    }
    return read(commit, exposures);
  }

  /** The default branch's newest commit, for what another ref has beyond it. */
  private CommitId known() {
    return newest().map(EstateAt::commit).orElseGet(() -> repository.resolve(""));
  }

  private synchronized EstateAt head(CommitId commit) {
    EstateAt estate =
        newest
            .filter(known -> known.commit().equals(commit))
            .orElseGet(() -> read(commit, repository.exposures(commit, commit)));
    newest = Optional.of(estate);
    return estate;
  }

  @Override
  public EstateAt lastSeen() {
    Optional<EstateAt> seen = newest();
    return seen.orElseGet(() -> at(""));
  }

  private synchronized Optional<EstateAt> newest() {
    return newest;
  }

  @Override
  public boolean contains(CommitId newer, CommitId older) {
    return repository.contains(newer, older);
  }

  @Override
  public FileTree tree(CommitId commit) {
    return repository.tree(commit);
  }

  @Override
  public List<Revision> history(CommitId newest, String path, int most) {
    return repository.history(newest, path, most);
  }

  @Override
  public boolean learn(CommitId commit) {
    try {
      return !repository.tree(commit).hasLockedFiles();
    } catch (RepositoryException e) {
      LOG.log(Level.WARNING, "the secrets of commit " + commit + " cannot be read", e);
      return false;
    }
  }

  private EstateAt read(CommitId commit, List<Exposure> exposures) {
    FileTree tree = repository.tree(commit);
    Estate estate = Estate.read(tree);
    return new EstateAt(commit, tree, rules(estate), stacks(estate), exposures);
  }

  private static Rules rules(Estate estate) {
    Map<String, Policy> own =
        estate.stacks().stream()
            .filter(stack -> !stack.access().isEmpty())
            .collect(
                Collectors.toMap(
                    stack -> stack.name(), stack -> policy(estate, estate.access(stack.name()))));
    return new Rules(
        policy(estate, estate.access()),
        own,
        estate::policyFingerprint,
        estate.freezes(),
        estate.chat().alerts(),
        estate.secrets(),
        estate.backup(),
        estate.runbooks());
  }

  private static List<StackEntry> stacks(Estate estate) {
    return estate.stacks().stream()
        .map(stack ->
            new StackEntry(
                stack.name(), stack.files(), stack.approval() == Approval.REQUIRED, stack.verify()))
        .toList();
  }

  private static Policy policy(Estate estate, AccessPolicy access) {
    Map<Act, Policy.Rule> rules = new EnumMap<>(Act.class);
    access.rules().forEach((what, rule) -> rules.put(Act.of(what), rule(rule)));
    return new Policy(
        access.stated(),
        rules,
        access
            .rule(Capability.APPROVE)
            .map(rule ->
                new Policy.Approving(rule.otherThanRequester(), rule.needed(), rule.byReaction()))
            .orElseGet(() -> Policy.Approving.UNSAID),
        estate.chat().commands());
  }

  private static Policy.Rule rule(AccessPolicy.Rule rule) {
    Map<String, Policy.Rule> arguments = new HashMap<>();
    rule.arguments().forEach((argument, own) -> arguments.put(argument, rule(own)));
    return new Policy.Rule(rule.persons(), rule.membersOf(), rule.roles(), arguments);
  }
}
