package skep.secrets.vault;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import skep.secrets.redaction.Redaction;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.EstateChange;
import skep.secrets.repository.EstateChange.Author;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.Revision;

/** The estate's secrets, one by one: what is known of them, their values, and changing them. */
public final class Vault {
  private final EstateRepository repository;
  private Optional<Dated> dated = Optional.empty();

  /** Ages are worked out once for a commit: each file's history is read for them. */
  private record Dated(CommitId commit, Map<SecretName, Revision> ages) {}

  public Vault(EstateRepository repository) {
    this.repository = repository;
  }

  /** All secrets of a commit, by name. */
  public List<Secret> all(CommitId commit, SecretRules rules) {
    FileTree tree = repository.tree(commit);
    List<SecretFile> files = SecretFile.of(tree);
    Map<SecretName, Revision> ages = ages(commit, files);
    List<Secret> secrets = new ArrayList<>();
    for (SecretFile file : files) {
      Map<KeyPath, LocalDate> said = expiries(tree, file);
      for (SecretName name : SecretName.of(file)) {
        Optional<Revision> changed = Optional.ofNullable(ages.get(name));
        Optional<LocalDate> expires =
            name.key()
                .flatMap(key -> Optional.ofNullable(said.get(key)))
                .or(() -> rules.expires(name));
        secrets.add(
            new Secret(
                name,
                file.locked(),
                changed,
                earliest(expires, tooOld(changed, rules.days(name))),
                rules.generation(name).isPresent(),
                isCovered(tree, name, file)));
      }
    }
    return secrets;
  }

  private static boolean isCovered(FileTree tree, SecretName name, SecretFile file) {
    return file.locked() || value(tree, name).map(Redaction::covers).orElse(true);
  }

  private static Optional<LocalDate> tooOld(Optional<Revision> changed, Optional<Integer> days) {
    return changed.flatMap(revision ->
        days.map(most -> LocalDate.ofInstant(revision.when(), ZoneOffset.UTC).plusDays(most)));
  }

  private static Optional<LocalDate> earliest(Optional<LocalDate> one, Optional<LocalDate> other) {
    return Stream.of(one, other).flatMap(Optional::stream).min(LocalDate::compareTo);
  }

  private static SortedMap<KeyPath, LocalDate> expiries(FileTree tree, SecretFile file) {
    return file.keys().isEmpty()
        ? new TreeMap<>()
        : tree.read(file.path())
            .flatMap(content -> SecretDocument.parse(file.path(), content))
            .map(Expiries::in)
            .orElseGet(TreeMap::new);
  }

  private synchronized Map<SecretName, Revision> ages(CommitId commit, List<SecretFile> files) {
    Dated known =
        dated
            .filter(one -> one.commit().equals(commit))
            .orElseGet(() -> {
              Map<SecretName, Revision> ages = new HashMap<>();
              files.stream()
                  .filter(file -> !file.locked())
                  .forEach(file -> ages.putAll(new Ages(repository).of(commit, file)));
              return new Dated(commit, ages);
            });
    dated = Optional.of(known);
    return known.ages();
  }

  /** A secret's value in a commit; empty where there is none. */
  public Optional<SecretValue> value(CommitId commit, SecretName name) {
    return value(repository.tree(commit), name);
  }

  /** Likewise, of files that are here already. */
  public static Optional<SecretValue> value(FileTree tree, SecretName name) {
    Optional<byte[]> content = tree.read(name.path());
    return name.key().isEmpty()
        ? content.map(SecretValue::of)
        : content
            .flatMap(bytes -> SecretDocument.parse(name.path(), bytes))
            .flatMap(
                document -> Optional.ofNullable(document.values().get(name.key().orElseThrow())))
            .map(SecretValue::of);
  }

  /**
   * Commits another value. What else is in the file stays as it stands, and what others changed
   * meanwhile is kept.
   *
   * @param base the commit the person saw
   * @return the commit that has it
   * @throws skep.secrets.repository.ConflictException where somebody else changed the same value
   *     meanwhile
   * @throws UneditableException where the value cannot be changed by itself
   * @throws skep.secrets.repository.RepositoryException where it would be stored in clear
   */
  public CommitId put(
      SecretName name, SecretValue value, CommitId base, Author author, String why) {
    return repository.commit(change(name, value, base, author, why), new KeyedMerge());
  }

  /**
   * As {@link #put}, on a branch of its own that somebody merges.
   *
   * @param branch a name no branch has yet
   */
  public CommitId propose(
      SecretName name, SecretValue value, CommitId base, Author author, String why, String branch) {
    return repository.propose(change(name, value, base, author, why), new KeyedMerge(), branch);
  }

  private EstateChange change(
      SecretName name, SecretValue value, CommitId base, Author author, String why) {
    Optional<byte[]> before = repository.tree(base).read(name.path());
    byte[] after = name.key().isEmpty() ? value.reveal() : edited(name, before, value);
    return EstateChange.of(base, Map.of(name.path(), Optional.of(after)), author, why)
        .allEncrypted();
  }

  /** What became of a secret, the newest change first. */
  public List<FileHistory.Step> history(CommitId newest, SecretName name, int most) {
    List<Revision> revisions = repository.history(newest, name.path(), most + 1);
    return FileHistory.of(name.path(), revisions, repository::tree)
        .limit(most)
        .filter(step ->
            step.changes().stream()
                .anyMatch(change ->
                    name.key().isEmpty()
                        || change.key().isEmpty()
                        || change.key().equals(name.key())))
        .toList();
  }

  private static byte[] edited(SecretName name, Optional<byte[]> before, SecretValue value) {
    return SecretDocument.parse(name.path(), before.orElse(new byte[0]))
        .orElseThrow(() ->
            new UneditableException(
                "%s holds no keys and values that can be changed one by one; change it as a whole"
                    .formatted(name.path())))
        .with(name.key().orElseThrow(), text(name, value))
        .bytes();
  }

  private static String text(SecretName name, SecretValue value) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value.reveal())).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // Said below.
    }
    throw new UneditableException(
        "%s stands among others in a text file, and this value is no text; give it a file of its own"
            .formatted(name));
  }
}
