package skep.deploy.estate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.UnsafePathException;

/** A commit's files, without a repository. */
final class FilesInMemory implements FileTree {
  private final SortedSet<String> links = new TreeSet<>();
  private final TreeMap<String, byte[]> files = new TreeMap<>();

  FilesInMemory with(String path, String text) {
    return with(path, text.getBytes(UTF_8));
  }

  FilesInMemory withLink(String path) {
    links.add(path);
    return this;
  }

  @Override
  public SortedSet<String> links() {
    return links;
  }

  FilesInMemory with(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  @Override
  public CommitId commit() {
    return new CommitId("0".repeat(40));
  }

  @Override
  public SortedSet<String> paths() {
    return Collections.unmodifiableSortedSet(files.navigableKeySet());
  }

  @Override
  public Optional<byte[]> read(String path) {
    if (path.startsWith("/") || path.contains("\\") || List.of(path.split("/")).contains("..")) {
      throw new UnsafePathException(path, "leads out of the repository");
    }
    return Optional.ofNullable(files.get(path)).map(byte[]::clone);
  }
}
