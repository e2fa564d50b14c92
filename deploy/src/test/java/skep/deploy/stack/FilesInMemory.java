package skep.deploy.stack;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.FileTree;

/** Files given in a test, as if they were a commit. */
public record FilesInMemory(Map<String, byte[]> files) implements FileTree {
  public static FilesInMemory of(Map<String, String> texts) {
    Map<String, byte[]> files = new TreeMap<>();
    texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return new FilesInMemory(files);
  }

  @Override
  public CommitId commit() {
    return new CommitId("0123456789012345678901234567890123456789");
  }

  @Override
  public SortedSet<String> paths() {
    return new TreeSet<>(files.keySet());
  }

  @Override
  public Optional<byte[]> read(String path) {
    return Optional.ofNullable(files.get(path));
  }
}
