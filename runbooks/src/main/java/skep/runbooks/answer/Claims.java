package skep.runbooks.answer;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said to have been done, and what is said not to be done. */
final class Claims {
  /** "I" says who speaks, and that is a model. In Cyrillic, too. */
  private static final Pattern SPEAKER =
      Pattern.compile(
          "(?i)(?<![\\w/])i(?![\\w/])|\\b(?:me|my|myself)\\b|\\b(?:this|the) (?:assistant|bot|model)\\b"
              + "|[\\p{IsLatin}][\\p{IsCyrillic}\\p{IsGreek}]|[\\p{IsCyrillic}\\p{IsGreek}][\\p{IsLatin}]|(?<!\\p{L})[\\u0406\\u0456\\u04c0](?!\\p{L})");

  private static final String DOING =
      "(?:(?:re)?start|(?:re|un)?deploy|roll|drain|remov|delet|scal|stop|kill|fix|repair|restor|updat|upgrad|rotat"
          + "|unlock|lock|reboot|recreat|creat|appl|execut|clean|clear|resolv|chang|promot|demot|complet|finish|reset"
          + "|evict|purg|prun|wip|eras|cordon|isolat|revert|succeed|perform|trigger|initiat)\\w{0,4}(?:ed|ied)";
  private static final Pattern BY_US =
      Pattern.compile(
          "(?i)\\b(?:we|skep)\\s+(?:\\w+\\s+){0,4}?(?<act>"
              + DOING
              + "|ran|took|rebuilt)\\b"
              + "|\\b(?:we|skep)\\s+(?:have\\s+|has\\s+|just\\s+|now\\s+)*(?:done|put|set|made)\\b");
  private static final Pattern AT_THE_START =
      Pattern.compile(
          "(?i)^\\W*(?:(?:now|just|already|successfully|all)\\W+)?(?:"
              + DOING
              + "\\s+(?:the|a|an|all|it|them)\\b|(?:done|success\\w*)\\b)"
              + "|[:,]\\s*"
              + DOING
              + "\\b\\s*(?:[,.]|$)");
  private static final Pattern WAS =
      Pattern.compile(
          "(?i)\\b(?:has|have|had|is|are|was|were|got|been)\\s+(?:\\w+\\s+){0,2}?(?<act>"
              + DOING
              + "|rolled|shut|taken|put|brought|run|rebuilt|done)\\b");
  private static final Pattern CONDITION =
      Pattern.compile(
          "(?i)\\b(?:if|once|when|whenever|after|until|unless|whether|confirm that|check that)\\b[^,.;]{0,80}$");
  private static final Pattern WHEN = Pattern.compile("(?i)\\b(?:when|whenever|if|once|until)\\b");
  private static final Pattern LIMIT =
      Pattern.compile(
          "(?i)\\b(?:never|don['’]?t|do not|must not|should not|avoid|forbidden|dangerous|only|unless|instead of|no longer)\\b");
  private static final Pattern CONDITIONAL =
      Pattern.compile("(?i)\\b(?:if|when|once|after|before|unless|except|not)\\b");
  private static final Pattern FORBIDS =
      Pattern.compile(
          "(?i)(?:\\b(?:never|do not|don['’]?t|must not|should not|avoid|instead of|stop)\\s+(?:\\w+\\s+){0,3}"
              + "|\\b(?:dangerous|forbidden|wrong|obsolete|deprecated)\\b[^.;]{0,80})$");
  private static final Pattern HARMS =
      Pattern.compile(
          "(?i)^\\W{0,3}(?:destroys|loses|deletes all|is (?:dangerous|wrong|forbidden|deprecated|obsolete)|must never)\\b");

  private Claims() {}

  /**
   * Whether it says so; that something is done is no claim where the sources have the same word.
   */
  static boolean anAct(String prose, List<Source> cited) {
    return SPEAKER.matcher(prose).find()
        || BY_US.matcher(prose).find()
        || AT_THE_START.matcher(prose).find()
        || strange(prose, WAS.matcher(prose), cited);
  }

  private static boolean strange(String prose, Matcher was, List<Source> cited) {
    while (was.find()) {
      String act = was.group("act").toLowerCase(Locale.ROOT);
      boolean isKnown = cited.stream().anyMatch(one -> one.standing().words().all().contains(act));
      boolean isRule =
          was.group().matches("(?i)(?:is|are) .*")
              && WHEN.matcher(prose.substring(was.end())).find();
      if (!isKnown && !isRule && !CONDITION.matcher(prose.substring(0, was.start())).find()) {
        return true;
      }
    }
    return false;
  }

  /** Whether it says that something is not to be done, or to be done in one case alone. */
  static boolean limits(String sentence) {
    return LIMIT.matcher(sentence).find();
  }

  /** Whether what comes after it means something else without it. */
  static boolean bends(String sentence) {
    return limits(sentence) || CONDITIONAL.matcher(sentence).find();
  }

  /** Whether what stands right behind these words is not to be typed. */
  static boolean forbids(String before) {
    boolean isLed = before.strip().endsWith(":") && LIMIT.matcher(before).find();
    return isLed || FORBIDS.matcher(before.strip()).find();
  }

  static boolean forbids(String before, String after) {
    return FORBIDS.matcher(before.replace('\n', ' ')).find() || HARMS.matcher(after).find();
  }
}
