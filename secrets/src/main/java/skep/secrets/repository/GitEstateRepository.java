package skep.secrets.repository;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import skep.secrets.openpgp.Fingerprint;
import skep.secrets.openpgp.PublicKey;
import skep.secrets.redaction.SecretValue;

/** An estate read with JGit; see {@link EstateRepository} for the contract. */
public final class GitEstateRepository implements EstateRepository {
  public static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}");
  private static final Pattern PULL_HEAD = Pattern.compile("refs/pull/([0-9]{1,9})/head");
  private static final Pattern PULL = Pattern.compile("pull/([0-9]{1,9})");

  private final ObjectStore store;
  private final Unlocking unlocking;
  private final Optional<Consumer<Collection<SecretValue>>> learn;
  private final Set<ObjectId> learnt = ConcurrentHashMap.newKeySet();

  private GitEstateRepository(
      ObjectStore store, Unlock unlock, Optional<Consumer<Collection<SecretValue>>> learn) {
    this.store = store;
    this.unlocking = new Unlocking(unlock);
    this.learn = learn;
  }

  /** Where no text about it leaves the program: no values are learnt. */
  public static GitEstateRepository open(
      RepositoryAddress address, RepositoryLogin login, Unlock unlock, Duration deadline) {
    return open(address, login, unlock, deadline, Optional.empty());
  }

  /**
   * Opens a local repository at once; a remote one is fetched at the first {@link #resolve}.
   *
   * @param deadline bounds each fetch as a whole
   * @param learn told the values in encrypted files of every commit that is looked at, before
   *     anything of it is handed out
   */
  public static GitEstateRepository open(
      RepositoryAddress address,
      RepositoryLogin login,
      Unlock unlock,
      Duration deadline,
      Consumer<Collection<SecretValue>> learn) {
    return open(address, login, unlock, deadline, Optional.of(learn));
  }

  private static GitEstateRepository open(
      RepositoryAddress address,
      RepositoryLogin login,
      Unlock unlock,
      Duration deadline,
      Optional<Consumer<Collection<SecretValue>>> learn) {
    IsolatedSystemReader.install();
    return new GitEstateRepository(
        switch (address) {
          case RepositoryAddress.Local local -> LocalStore.open(local.directory());
          case RepositoryAddress.Remote remote -> MirrorStore.open(remote, login, deadline);
        },
        unlock,
        learn);
  }

  @Override
  public CommitId resolve(String ref) {
    Matcher pull = PULL.matcher(ref);
    Optional<String> pullRequest =
        pull.matches() ? Optional.of("refs/pull/" + pull.group(1) + "/head") : Optional.empty();
    store.refresh(pullRequest);
    if (ref.isEmpty()) {
      return commit(store.defaultRef(), "the default branch");
    }
    if (!REF.matcher(ref).matches() || ref.contains("..") || ref.contains("@{")) {
      throw new RepositoryException("\"" + ref + "\" cannot be a branch, a tag or a commit");
    }
    return commit(pullRequest.orElseGet(() -> branchFirst(ref)), ref);
  }

  /** Whoever may push tags but not to a branch must not stand in for it with a tag of its name. */
  private String branchFirst(String ref) {
    try {
      String branch = Constants.R_HEADS + ref;
      return store.repository().exactRef(branch) == null ? ref : branch;
    } catch (IOException e) {
      throw new RepositoryException("cannot read %s in %s".formatted(ref, store.shown()), e);
    }
  }

  private CommitId commit(String revision, String shown) {
    try {
      ObjectId id = store.repository().resolve(revision + "^{commit}");
      if (id == null) {
        throw new RepositoryException(
            "%s has no %s; name a branch, a tag or a commit that is there"
                .formatted(store.shown(), shown));
      }
      return new CommitId(id.name());
    } catch (AmbiguousObjectException e) {
      throw new RepositoryException(shown + " fits several commits; give more digits", e);
    } catch (RevisionSyntaxException | IOException e) {
      throw new RepositoryException("cannot read %s in %s".formatted(shown, store.shown()), e);
    }
  }

  @Override
  public FileTree tree(CommitId commit) {
    GitFileTree tree = GitFileTree.read(store.repository(), commit, unlocking);
    learn.ifPresent(learner -> tree.learn(learnt, learner));
    return tree;
  }

  @Override
  public boolean contains(CommitId newer, CommitId older) {
    Repository repository = store.repository();
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit tip = walk.parseCommit(ObjectId.fromString(newer.sha()));
      RevCommit old = walk.parseCommit(ObjectId.fromString(older.sha()));
      return walk.isMergedInto(old, tip);
    } catch (MissingObjectException e) {
      return false;
    } catch (IOException e) {
      throw new RepositoryException("cannot walk the history of " + store.shown(), e);
    }
  }

  @Override
  public List<Revision> history(CommitId newest, String path, int most) {
    return History.of(store.repository(), newest, path, most);
  }

  @Override
  public List<Exposure> exposures(CommitId older, CommitId newest) {
    Set<Exposure> all = new LinkedHashSet<>(Exposures.between(store.repository(), older, newest));
    Set<String> told = all.stream().map(Exposure::path).collect(Collectors.toSet());
    Exposures.in(store.repository(), newest).stream()
        .filter(exposure -> !told.contains(exposure.path()))
        .forEach(all::add);
    return List.copyOf(all);
  }

  @Override
  public SortedMap<Integer, CommitId> pullRequests() {
    SortedMap<Integer, CommitId> heads = new TreeMap<>();
    for (Ref ref : store.pullRequests()) {
      Matcher pull = PULL_HEAD.matcher(ref.getName());
      if (pull.matches() && ref.getObjectId() != null) {
        heads.put(Integer.parseInt(pull.group(1)), new CommitId(ref.getObjectId().name()));
      }
    }
    return heads;
  }

  @Override
  public CommitId commit(EstateChange change, ConflictMerge merge) {
    return commits().commit(change, merge);
  }

  @Override
  public CommitId propose(EstateChange change, ConflictMerge merge, String branch) {
    return commits().propose(change, merge, branch);
  }

  private Commits commits() {
    return new Commits(store, unlocking, InstantSource.system());
  }

  @Override
  public CommitId addRecipient(PublicKey recipient, EstateChange.Author author) {
    var changes = new RecipientChanges(unlocking.own(), Instant.now());
    return commits()
        .commit(author, "Add recipient " + recipient, newest -> changes.adding(recipient, newest));
  }

  @Override
  public Removal removeRecipient(Fingerprint recipient, EstateChange.Author author) {
    var changes = new RecipientChanges(unlocking.own(), Instant.now());
    CommitId made =
        commits()
            .commit(
                author,
                "Remove recipient %s: a new key, all files encrypted with it".formatted(recipient),
                newest -> changes.removing(recipient, newest));
    return new Removal(made, changes.reencrypted());
  }

  @Override
  public void close() {
    store.close();
  }
}
