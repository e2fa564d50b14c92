package skep.deploy.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.UnsafePathException;

/** A directory as if it were a commit. */
record DirectoryTree(Path root) implements FileTree {
  @Override
  public CommitId commit() {
    return new CommitId("0123456789abcdef0123456789abcdef01234567");
  }

  @Override
  public SortedSet<String> paths() {
    try (Stream<Path> files = Files.walk(root)) {
      return new TreeSet<>(
          files
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .map(file -> root.relativize(file).toString())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<byte[]> read(String path) {
    Path file = root.resolve(path);
    if (Files.isSymbolicLink(file)) {
      throw new UnsafePathException(path, "is a symbolic link");
    }
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
