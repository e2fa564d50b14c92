package skep.commands.ask;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import skep.commands.chat.Quoted;
import skep.deploy.estate.RunbookPolicy;
import skep.runbooks.answer.Answer;
import skep.runbooks.answer.Answer.Reference;
import skep.runbooks.answer.Retrieval;
import skep.runbooks.index.Search;
import skep.runbooks.index.Stamp;
import skep.runbooks.passages.Passage;

/**
 * An answer in words for people.
 *
 * @param link where people read a passage
 */
record AnswerText(Function<Passage, Optional<String>> link, Stamp stamp, Instant now) {
  /** Of an answer, as other outcomes have theirs. */
  static final String MARK = ":book: ";

  private static final int LINES = 14;
  private static final int WIDTH = 76;
  private static final int SHOWN = 3;
  private static final int BRIEF = 7;

  /**
   * @param usual where the estate's own pages are read, where {@code skep.yaml} does not say
   */
  static AnswerText at(Stamp stamp, RunbookPolicy policy, Optional<String> usual, Instant now) {
    return new AnswerText(
        passage -> Shelf.link(policy, usual, stamp.commits(), passage), stamp, now);
  }

  String of(Answer answer) {
    List<String> parts = new ArrayList<>();
    switch (answer) {
      case Answer.Grounded(var text, var references, var notes) -> {
        parts.add(MARK + text);
        references.forEach(reference -> parts.add(of(reference)));
        notes.forEach(note -> parts.add("_" + note + "_"));
      }
      case Answer.NotInRunbooks(var nearest) -> {
        parts.add(MARK + "The runbooks do not say." + (nearest.isEmpty() ? "" : " Nearest pages:"));
        nearest.forEach(passage -> parts.add("• " + named(passage)));
      }
      case Answer.PassagesOnly(var why, var passages) -> {
        parts.add(MARK + "This is what the runbooks say (%s):".formatted(Quoted.line(why)));
        parts.addAll(laidOut(passages));
      }
    }
    parts.add(footer());
    return String.join("\n", parts);
  }

  /** Before there is an answer. */
  String meanwhile(Retrieval.Found found) {
    List<String> parts = new ArrayList<>();
    parts.add(
        ":mag: A model reads what the runbooks say; its answer takes the place of this%s:"
            .formatted(
                found.verdict() == Search.Verdict.CLEAR
                    ? ""
                    : ", of which it is not sure whether it answers the question"));
    parts.addAll(laidOut(found.passages()));
    return String.join("\n", parts);
  }

  private List<String> laidOut(List<Passage> passages) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < Math.min(SHOWN, passages.size()); i++) {
      parts.add("*%d.* %s".formatted(i + 1, named(passages.get(i))));
      parts.add(excerpt(passages.get(i), i == 0 ? LINES : BRIEF));
    }
    passages.stream().skip(SHOWN).forEach(passage -> parts.add("• " + named(passage)));
    return parts;
  }

  private String of(Reference reference) {
    return switch (reference) {
      case Reference.ToPassage(var number, var passage) ->
          "[%d] %s".formatted(number, named(passage));
      case Reference.ToState(var number, var about) ->
          "[%d] %s".formatted(number, Quoted.code(about));
    };
  }

  /** Its heading, which opens the page where people read it, and its file. */
  String named(Passage passage) {
    String heading = plain(passage.heading().isEmpty() ? passage.title() : passage.heading());
    return link.apply(passage)
        .map(address -> "[%s](%s)".formatted(heading, address))
        .orElseGet(() -> "%s (%s)".formatted(heading, Quoted.code(place(passage))));
  }

  private static String place(Passage passage) {
    return passage.path() + (passage.anchor().isEmpty() ? "" : "#" + passage.anchor());
  }

  /** Without what would end a link or format what follows. */
  private static String plain(String text) {
    return Quoted.line(text).replaceAll("[\\[\\]()*_`~@]", " ").replaceAll("\\s+", " ").strip();
  }

  /** As it was written, in a block: commands in it can be copied, nothing in it calls anybody. */
  static String excerpt(Passage passage, int most) {
    List<String> lines = new ArrayList<>();
    boolean isCode = false;
    for (String line : passage.text().lines().map(String::stripTrailing).toList()) {
      if (isFence(line)) {
        isCode = !isCode;
      } else if (isCode || line.indexOf('`') >= 0) {
        // A command is copied as a whole.
        lines.add(line);
      } else {
        lines.addAll(wrapped(line));
      }
    }
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(most, lines.size())));
    if (lines.size() > most) {
      shown.add("…");
    }
    return Quoted.block(shown);
  }

  /** Blocks do not wrap, and sentences are long: as far as they reach, under where they begin. */
  private static List<String> wrapped(String line) {
    List<String> lines = new ArrayList<>();
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    String rest = line;
    while (rest.length() > WIDTH && rest.lastIndexOf(' ', WIDTH) > indent.length()) {
      int end = rest.lastIndexOf(' ', WIDTH);
      lines.add(rest.substring(0, end));
      rest = indent + rest.substring(end + 1);
    }
    lines.add(rest);
    return lines;
  }

  private static boolean isFence(String line) {
    return line.strip().startsWith("```") || line.strip().startsWith("~~~");
  }

  private String footer() {
    long minutes = Math.max(0, Duration.between(stamp.at(), now).toMinutes());
    return "_Runbooks%s, looked at %s._"
        .formatted(
            stamp.brief().isEmpty() ? "" : " at `" + stamp.brief() + "`",
            minutes == 0 ? "just now" : minutes + " min ago");
  }
}
