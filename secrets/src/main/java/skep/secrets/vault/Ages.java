package skep.secrets.vault;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.Revision;

/** Finds the commit each value of a file dates from. Encrypting it anew makes no value younger. */
final class Ages {
  /** Beyond so many changes of one file its oldest values only look younger than they are. */
  private static final int REVISIONS = 300;

  private final EstateRepository repository;

  Ages(EstateRepository repository) {
    this.repository = repository;
  }

  Map<SecretName, Revision> of(CommitId newest, SecretFile file) {
    Map<SecretName, Revision> ages = new TreeMap<>();
    List<SecretName> names = SecretName.of(file);
    List<Revision> revisions = repository.history(newest, file.path(), REVISIONS);
    for (int i = 0; i < revisions.size() && ages.size() < names.size(); i++) {
      Optional<byte[]> after = content(revisions.get(i), file);
      Optional<byte[]> before =
          i + 1 < revisions.size() ? content(revisions.get(i + 1), file) : Optional.empty();
      for (KeyChange change : changes(file, before, after)) {
        SecretName name = new SecretName(file.path(), change.key());
        if (names.contains(name)) {
          ages.putIfAbsent(name, revisions.get(i));
        }
      }
    }
    return ages;
  }

  private Optional<byte[]> content(Revision revision, SecretFile file) {
    return repository.tree(revision.commit()).read(file.path());
  }

  /** Where nothing in the file has a name, any change of it is one of the whole. */
  private static List<KeyChange> changes(
      SecretFile file, Optional<byte[]> before, Optional<byte[]> after) {
    List<KeyChange> changes = KeyChange.between(file.path(), before, after);
    return changes.isEmpty() || !file.keys().isEmpty()
        ? changes
        : List.of(new KeyChange(Optional.empty(), changes.getFirst().kind()));
  }
}
