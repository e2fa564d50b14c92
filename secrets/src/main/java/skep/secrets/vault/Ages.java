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
    FileHistory.of(file.path(), revisions, repository::tree)
        .takeWhile(_ -> ages.size() < names.size())
        .forEach(step ->
            changed(file, step.changes()).stream()
                .filter(names::contains)
                .forEach(name -> ages.putIfAbsent(name, step.revision())));
    return ages;
  }

  /** Where nothing in the file has a name, any change of it is one of the whole. */
  private static List<SecretName> changed(SecretFile file, List<KeyChange> changes) {
    List<SecretName> named =
        changes.stream().map(change -> new SecretName(file.path(), change.key())).toList();
    return changes.isEmpty() || !file.keys().isEmpty()
        ? named
        : List.of(new SecretName(file.path(), Optional.empty()));
  }
}
