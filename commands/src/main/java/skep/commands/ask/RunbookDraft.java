package skep.commands.ask;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import skep.commands.ask.Conversation.Line;

/**
 * A page made of a thread, for somebody to make a runbook of: what was asked, what was said, and
 * what was typed, each with where it was said. It claims nothing that is not there.
 *
 * @param title of the page
 * @param file name of it, without a folder
 * @param branch the same for the same thread
 */
record RunbookDraft(String title, String file, String branch, String text) {
  private static final int TITLE = 90;
  private static final int SLUG = 50;
  private static final Pattern ADDRESSED = Pattern.compile("^@\\S+[:,]?\\s+");
  private static final Pattern CODE =
      Pattern.compile("```[^\\n]*\\n(?<block>(?s:.*?))```|`(?<span>[^`\\n]+)`");

  /**
   * @param by who says that it is solved
   */
  static RunbookDraft of(Conversation talk, String by, String room) {
    // The bot's own answer is none, where the question was deleted.
    List<Line> said = talk.lines().stream().filter(line -> !line.own()).toList();
    if (said.isEmpty()) {
      throw new IllegalArgumentException("nobody has said anything in this thread");
    }
    Line first = said.getFirst();
    String title = title(first.text());
    String id = hash(talk.id());
    List<String> parts = new ArrayList<>();
    parts.add("# " + title);
    parts.add(
        "_A draft that Skep made of a thread in #%s of %s, which @%s marked as solved. Correct it, take this line out, and merge it: until then it answers no question._"
            .formatted(room, day(first), by));
    parts.add("## Symptom\n" + said(first));
    List<Line> people = said.subList(1, said.size());
    if (!people.isEmpty()) {
      parts.add("## What was found and done");
      people.forEach(line -> parts.add(said(line)));
    }
    List<String> typed = typed(people);
    if (!typed.isEmpty()) {
      parts.add("## Commands\n```sh\n" + String.join("\n", typed) + "\n```");
    }
    parts.add("## Verify\n_How does one see that it is well again?_");
    return new RunbookDraft(
        title, slug(title) + ".md", "runbook/" + id, String.join("\n\n", parts) + "\n");
  }

  private static String title(String text) {
    String line =
        ADDRESSED.matcher(text.strip()).replaceFirst("").lines().findFirst().orElse("").strip();
    String plain = line.replaceAll("^/ask\\s+", "").replaceAll("[#`*_\\[\\]<>]", "").strip();
    String title = plain.length() <= TITLE ? plain : plain.substring(0, TITLE).strip() + " …";
    return title.isEmpty() ? "Untitled" : title;
  }

  private static String slug(String title) {
    String slug =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String cut = slug.length() <= SLUG ? slug : slug.substring(0, SLUG).replaceAll("-[^-]*$", "");
    return cut.isEmpty() ? "draft" : cut;
  }

  private static String day(Line line) {
    return LocalDate.ofInstant(line.at(), ZoneOffset.UTC).toString();
  }

  /** In a block that nothing in it can end: whoever reviews the page sees all that is in it. */
  private static String said(Line line) {
    String text = line.text().strip();
    String fence = "```";
    while (text.contains(fence)) {
      fence += "`";
    }
    String who = "@" + line.by();
    String source = line.link().map(link -> "[%s](%s)".formatted(who, link)).orElse(who);
    return "%s:\n\n%stext\n%s\n%s".formatted(source, fence, text, fence);
  }

  /** What people put into code, each once, in their order. */
  private static List<String> typed(List<Line> lines) {
    return lines.stream()
        .flatMap(line -> CODE.matcher(line.text()).results())
        .flatMap(RunbookDraft::code)
        .map(String::strip)
        .filter(code -> !code.isEmpty())
        .distinct()
        .toList();
  }

  private static Stream<String> code(MatchResult found) {
    return found.group("block") == null
        ? Stream.of(found.group("span"))
        : found.group("block").lines();
  }

  private static String hash(String thread) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(thread.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
