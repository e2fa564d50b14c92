package skep.runbooks.index;

import java.util.List;
import java.util.Map;
import skep.runbooks.passages.Page;

/**
 * All runbooks there are at one time.
 *
 * @param commits as in {@link Stamp}
 * @param leftOut files that should be pages and are not
 */
public record Library(
    Map<String, String> commits, List<Page> pages, List<Page.Reading.LeftOut> leftOut) {
  public Library {
    commits = Map.copyOf(commits);
    pages = List.copyOf(pages);
    leftOut = List.copyOf(leftOut);
  }
}
