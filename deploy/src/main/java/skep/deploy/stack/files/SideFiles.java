package skep.deploy.stack.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import skep.deploy.stack.node.Problems;
import skep.deploy.yaml.Mark;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.LockedFileException;
import skep.secrets.repository.UnsafePathException;

/** Reads files named in a stack file: relative to the folder of the stack's first file. */
public final class SideFiles {
  private final FileTree tree;
  private final String folder;
  private final Problems problems;

  public SideFiles(FileTree tree, String firstFile, Problems problems) {
    this.tree = tree;
    this.folder = firstFile.contains("/") ? firstFile.substring(0, firstFile.lastIndexOf('/')) : "";
    this.problems = problems;
  }

  /**
   * @param what names the place for a person ({@code env_file of service web})
   * @return empty where it cannot be read; the reason is then among the problems
   */
  public Optional<byte[]> read(Mark mark, String what, String written) {
    if (written.startsWith("/")) {
      problems.add(
          mark, "%s: '%s' is outside of the estate; name a file of the repository", what, written);
      return Optional.empty();
    }
    return resolve(written)
        .or(() -> {
          problems.add(mark, "%s: '%s' leads out of the estate", what, written);
          return Optional.empty();
        })
        .flatMap(path -> readInside(mark, what, path));
  }

  private Optional<byte[]> readInside(Mark mark, String what, String path) {
    try {
      Optional<byte[]> bytes = tree.read(path);
      if (bytes.isEmpty()) {
        problems.add(mark, "%s: the estate has no file '%s'", what, path);
      }
      return bytes;
    } catch (LockedFileException e) {
      problems.add(mark, "%s: %s", what, e.getMessage());
    } catch (UnsafePathException e) {
      problems.add(mark, "%s: %s", what, e.getMessage());
    }
    return Optional.empty();
  }

  /** A path of the tree, {@code .} and {@code ..} worked out; empty where it leaves the tree. */
  public Optional<String> resolve(String written) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (folder + "/" + written).split("/")) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return Optional.of(String.join("/", parts)).filter(path -> !path.isEmpty());
  }
}
