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
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import skep.commands.ask.Conversation.Line;

/**
 * A page made of a thread, for somebody to make a runbook of: what was asked, what was said, and
 * what was typed, each with where it was said, and in short, where a model has summed it up. It
 * claims nothing that is not there.
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
  static RunbookDraft of(
      Conversation talk, Optional<ThreadSummary> summary, String by, String room) {
    List<Line> said = talk.people();
    if (said.isEmpty()) {
      throw new IllegalArgumentException("nobody has said anything in this thread");
    }
    Line first = said.getFirst();
    String title = title(first.text());
    List<String> parts = new ArrayList<>();
    parts.add("# " + title);
    parts.add(
        "_A draft that Skep made of a thread in #%s of %s, which @%s marked as solved. Correct it, take this line out, and merge it: until then it answers no question._"
            .formatted(room, day(first), by));
    summary.ifPresent(one -> parts.addAll(inShort(one)));
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
        title, slug(title) + ".md", branch(talk), String.join("\n\n", parts) + "\n");
  }

  static String branch(Conversation talk) {
    return "runbook/" + hash(talk.id());
  }

  private static List<String> inShort(ThreadSummary summary) {
    List<String> parts = new ArrayList<>();
    if (!summary.prose().isEmpty()) {
      parts.add("## Summary\n" + summary.prose());
    }
    if (!summary.steps().isEmpty()) {
      parts.add("## Steps\n" + summary.steps());
    }
    parts.add(
        "_A model wrote this from the messages below; the numbers say which:_\n\n"
            + IntStream.range(0, summary.sources().size())
                .mapToObj(i -> "- [%d] %s".formatted(i + 1, who(summary.sources().get(i))))
                .collect(Collectors.joining("\n")));
    return parts;
  }

  private static String who(Line line) {
    String who = "@" + line.by();
    return line.link().map(link -> "[%s](%s)".formatted(who, link)).orElse(who);
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
    return "%s:\n\n%stext\n%s\n%s".formatted(who(line), fence, text, fence);
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
