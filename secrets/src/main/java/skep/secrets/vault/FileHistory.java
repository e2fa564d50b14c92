package skep.secrets.vault;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.Revision;

/** What became of the values in one file, commit by commit. */
public final class FileHistory {
  private FileHistory() {}

  /** One commit, and what it changed. */
  public record Step(Revision revision, List<KeyChange> changes) {
    public Step {
      changes = List.copyOf(changes);
    }
  }

  /**
   * The newest first. A content is read when its step is asked for.
   *
   * @param revisions that changed the file, the newest first; before the last of them there is
   *     taken to be no file
   * @param trees the files of each of these commits
   */
  public static Stream<Step> of(
      String path, List<Revision> revisions, Function<CommitId, FileTree> trees) {
    Function<Revision, Optional<byte[]>> content =
        revision -> trees.apply(revision.commit()).read(path);
    return IntStream.range(0, revisions.size())
        .mapToObj(i -> {
          Optional<byte[]> before =
              i + 1 < revisions.size() ? content.apply(revisions.get(i + 1)) : Optional.empty();
          return new Step(
              revisions.get(i), KeyChange.between(path, before, content.apply(revisions.get(i))));
        });
  }
}
