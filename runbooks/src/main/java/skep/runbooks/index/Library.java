package skep.runbooks.index;

import java.util.ArrayList;
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

  /** Of all files that were looked at; what is no page is passed over. */
  public static Library of(Map<String, String> commits, List<Page.Reading> readings) {
    List<Page> pages = new ArrayList<>();
    List<Page.Reading.LeftOut> leftOut = new ArrayList<>();
    for (Page.Reading reading : readings) {
      switch (reading) {
        case Page.Reading.Read(var page) -> pages.add(page);
        case Page.Reading.LeftOut one -> leftOut.add(one);
        case Page.Reading.NoPage() -> {}
      }
    }
    return new Library(commits, pages, leftOut);
  }
}
