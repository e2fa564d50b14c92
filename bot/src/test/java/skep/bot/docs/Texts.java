package skep.bot.docs;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.FileTree;

/** Files given as texts, as if they were a commit. */
record Texts(Map<String, String> files) implements FileTree {
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
    return Optional.ofNullable(files.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
