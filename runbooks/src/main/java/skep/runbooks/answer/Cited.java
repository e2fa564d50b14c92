package skep.runbooks.answer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import skep.runbooks.passages.Passage;

/**
 * A passage as the model gets it. What people who read the page do not see, and what speaks to a
 * model and not to a person, is no part of it.
 *
 * @param text redacted
 * @param commands what stands there as code, each whole, and whether it is warned of
 */
record Cited(
    int number, Passage passage, String text, Map<String, Boolean> commands, Standing standing)
    implements Source {
  private static final Pattern HIDDEN =
      Pattern.compile(
          "<!--(?s:.*?)(?:-->|\\z)"
              + "|(?i:<(?<tag>\\w+)(?=[^<]{0,400}?\\b(?:hidden|style|color)\\b)[^>]{0,400}>(?s:.*?)(?:</\\k<tag>>|\\z))"
              + "|(?i:<(?<unseen>template|script|style|noscript)\\b(?s:.*?)(?:</\\k<unseen>>|\\z))"
              + "|(?m)^ {0,3}\\[[^\\]\\n]{1,100}\\]:[^\\n]*$"
              + "|~~[^~\\n]{0,300}~~"
              + "|!\\[[^\\]\\n]{0,300}\\]\\([^)\\n]{0,500}\\)");
  private static final Pattern LINK =
      Pattern.compile("\\[([^\\]\\n]{0,200})\\]\\([^)\\n]{0,500}\\)");
  private static final Pattern TO_A_MODEL =
      Pattern.compile(
          "(?i)\\b(?:ignore|disregard|forget)\\b[^.]{0,60}\\b(?:instructions?|prompts?|rules|what you were told)\\b"
              + "|\\b(?:system prompt|language models?|(?:ai|llm)s?\\s+(?:assistants?|models?|agents?)|as an ai|chatbots?"
              + "|(?:an?|the|this|every) assistants?"
              + "|you are an? (?:ai|assistant|model|bot))\\b");
  private static final Pattern SPAN = Pattern.compile("(`{1,2})([^`]{1,2000}?)\\1");
  private static final Pattern FENCE = Pattern.compile("^\\s*(?:`{3,}|~{3,}).*$");
  private static final Pattern PROMPT = Pattern.compile("^[$>]\\s+");
  private static final Pattern COMMENT = Pattern.compile("\\s+# .*$");
  private static final Pattern PARAGRAPH = Pattern.compile("\\n\\s*\\n");

  static Cited of(int number, Passage passage, UnaryOperator<String> redaction) {
    String seen =
        LINK.matcher(HIDDEN.matcher(Plain.of(passage.text())).replaceAll("")).replaceAll("$1");
    String text = redaction.apply(toPeople(seen));
    return new Cited(
        number, passage, text, commands(text), Standing.of(passage.heading() + "\n\n" + text));
  }

  /** Without the paragraphs that speak to a model, and without what comes after one that leads. */
  private static String toPeople(String text) {
    StringBuilder rest = new StringBuilder();
    boolean leads = false;
    for (String paragraph : PARAGRAPH.split(text)) {
      String people =
          paragraph
              .lines()
              .filter(line -> !TO_A_MODEL.matcher(line).find())
              .collect(Collectors.joining("\n"));
      boolean isTo = TO_A_MODEL.matcher(Plain.flat(paragraph)).find();
      boolean isOverLines =
          TO_A_MODEL.matcher(Plain.flat(people)).find() || (isTo && people.equals(paragraph));
      boolean led = leads;
      leads = isTo && paragraph.strip().endsWith(":");
      if (!led && !isOverLines && !(isTo && ledWithin(paragraph))) {
        rest.append(people).append("\n\n");
      }
    }
    return rest.toString().strip();
  }

  private static boolean ledWithin(String paragraph) {
    return paragraph
        .lines()
        .anyMatch(line -> TO_A_MODEL.matcher(line).find() && line.strip().endsWith(":"));
  }

  /** Spans, and the lines of blocks and of what is indented. */
  private static Map<String, Boolean> commands(String text) {
    Map<String, Boolean> commands = new HashMap<>();
    StringBuilder prose = new StringBuilder();
    boolean inFence = false;
    String before = "";
    for (String line : text.replace("\\\n", " ").lines().toList()) {
      if (FENCE.matcher(line).matches()) {
        inFence = !inFence;
      } else if (inFence || line.startsWith("    ")) {
        block(commands, Plain.flat(line), Claims.forbids(before));
      } else {
        prose.append(line).append('\n');
        before = line.isBlank() ? before : line;
      }
    }
    Matcher span = SPAN.matcher(prose);
    while (span.find()) {
      String lead = prose.substring(Math.max(0, span.start() - 200), span.start());
      String after = prose.substring(span.end(), Math.min(prose.length(), span.end() + 80));
      commands.merge(Plain.flat(span.group(2)), Claims.forbids(lead, after), Boolean::logicalAnd);
    }
    return commands;
  }

  private static void block(Map<String, Boolean> commands, String line, boolean isWarned) {
    String bare = COMMENT.matcher(PROMPT.matcher(line).replaceFirst("")).replaceFirst("");
    for (String one : new String[] {line, bare}) {
      if (!one.isBlank() && !one.startsWith("#")) {
        commands.merge(one, isWarned, Boolean::logicalOr);
      }
    }
  }

  @Override
  public boolean gives(String code, boolean isWarning) {
    return Optional.ofNullable(commands.get(Plain.flat(code)))
        .filter(isWarned -> !isWarned || isWarning)
        .isPresent();
  }

  @Override
  public String fenced() {
    return Fence.around(number, passage.path() + ": " + passage.heading(), text);
  }
}
