package skep.commands.ask;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import skep.commands.access.Policy;
import skep.commands.planning.Estates;
import skep.deploy.estate.RunbookPolicy;
import skep.deploy.estate.SecretPolicy;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.FileTree;

/** An estate whose files a test writes; each change is another commit. Room ops takes commands. */
final class PagesEstate implements Estates {
  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private final TreeSet<String> encrypted = new TreeSet<>();
  private final List<StackEntry> stacks = new ArrayList<>();
  RunbookPolicy policy = RunbookPolicy.DEFAULT;
  private int commits = 1;

  PagesEstate with(String path, String content) {
    files.put(path, content.getBytes(StandardCharsets.UTF_8));
    commits++;
    return this;
  }

  PagesEstate with(String path, byte[] content) {
    files.put(path, content);
    commits++;
    return this;
  }

  PagesEstate without(String path) {
    files.remove(path);
    commits++;
    return this;
  }

  PagesEstate encrypted(String path) {
    encrypted.add(path);
    return this;
  }

  PagesEstate stack(String name) {
    stacks.add(new StackEntry(name, List.of(), false, List.of()));
    return this;
  }

  static CommitId commit(int number) {
    return new CommitId("%040x".formatted(number));
  }

  @Override
  public EstateAt at(String ref) {
    return new EstateAt(
        commit(commits),
        new Tree(commit(commits), new TreeMap<>(files), new TreeSet<>(encrypted)),
        new Rules(
            new Policy(false, Map.of(), Policy.Approving.UNSAID, List.of("ops")),
            Map.of(),
            _ -> "",
            List.of(),
            Optional.empty(),
            SecretPolicy.DEFAULT,
            Optional.empty(),
            policy),
        stacks);
  }

  @Override
  public boolean contains(CommitId newer, CommitId older) {
    return true;
  }

  /** Files in memory. */
  record Tree(CommitId commit, TreeMap<String, byte[]> files, SortedSet<String> encrypted)
      implements FileTree {
    @Override
    public SortedSet<String> paths() {
      return files.navigableKeySet();
    }

    @Override
    public Optional<byte[]> read(String path) {
      return Optional.ofNullable(files.get(path));
    }
  }
}
