package skep.runbooks.passages;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands between two lines of three dashes at the top of a page. Of it, the title is of use;
 * the rest is for the program that makes a web site of the pages.
 *
 * @param title empty where it has none
 * @param rest of the page
 */
record FrontMatter(Optional<String> title, String rest) {
  private static final Pattern ALL =
      Pattern.compile(
          "\\A---[ \\t]*\\R(?<all>(?:(?!---[ \\t]*(?:\\R|\\z)).*\\R)*+)---[ \\t]*(?:\\R|\\z)");

  /** One line of YAML; what is more than that is left to who wrote it. */
  private static final Pattern TITLE =
      Pattern.compile(
          "(?m)^(?:title|linkTitle):[ \\t]*(?<quote>[\"']?)(?<title>.+?)\\k<quote>[ \\t]*$");

  /** A page whose front matter has no end has none: all of it is text. */
  static FrontMatter of(String page) {
    Matcher all = ALL.matcher(page);
    if (!all.lookingAt()) {
      return new FrontMatter(Optional.empty(), page);
    }
    Matcher title = TITLE.matcher(all.group("all"));
    return new FrontMatter(
        title.find() ? Optional.of(title.group("title")) : Optional.empty(),
        page.substring(all.end()));
  }
}
