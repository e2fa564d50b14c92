package skep.deploy.restic;

import java.util.ArrayList;
import java.util.List;

/**
 * Those a run told of: the first of them, and how many there were. One file can be told of twice.
 *
 * @param first bounded
 */
public record UnreadableFiles(List<UnreadableFile> first, long count) {
  public static final UnreadableFiles NONE = new UnreadableFiles(List.of(), 0);
  private static final int MOST = 1000;

  public UnreadableFiles {
    first = List.copyOf(first);
  }

  UnreadableFiles with(UnreadableFile more) {
    if (first.size() >= MOST || first.contains(more)) {
      return new UnreadableFiles(first, count + (first.contains(more) ? 0 : 1));
    }
    List<UnreadableFile> all = new ArrayList<>(first);
    all.add(more);
    return new UnreadableFiles(all, count + 1);
  }
}
