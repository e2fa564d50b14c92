package skep.deploy.apply;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.FileTree;

/** Files given in a test, as a commit. */
record TestTree(Map<String, String> files) implements FileTree {
  TestTree {
    files = Map.copyOf(files);
  }

  @Override
  public CommitId commit() {
    return RealStack.COMMIT;
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
