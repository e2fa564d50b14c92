package skep.runbooks.answer;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What stands outside of code and yet could be typed, opened, obeyed, or call somebody. */
final class Typed {
  /** Options, names of people, assignments, paths, variables, addresses, dotted names, numbers. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<!\\w)(?:-{1,2}[A-Za-z][\\w-]{0,60}|@[\\w.-]{1,60}|[A-Za-z_]\\w{0,60}=[^\\s,;]{1,200}|[~.]?/[\\w./-]{1,200}"
              + "|\\$[({]?\\w{1,60})"
              + "|[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\\s)>]{1,300}"
              + "|(?<![\\w.])[\\w-]{1,60}(?:\\.[\\w-]{1,60}){1,6}(?:/[^\\s)>]{0,200})?"
              + "|(?<![\\w.])\\d{1,12}(?!\\w)");

  private static final Pattern JOINED =
      Pattern.compile("\\||&&|>>|`|\\]\\(|\\$\\(|&#|&\\w{1,20};|<[A-Za-z!@/]|\\\\\\p{Punct}");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_-]{2,60}");
  private static final Pattern ABBREVIATION = Pattern.compile("(?i)e\\.g|i\\.e|etc|vs");
  private static final Pattern PROGRAM =
      Pattern.compile(
          "(?<![\\w-])(?:docker|kubectl|systemctl|restic|git|mongosh|terraform|ansible|rm|curl|wget|sudo|apt|ssh)"
              + " (?!(?:is|on|in|and|or|of|to|with|says|has|does|cannot|can|for|as|at|by|from|itself|engine|swarm|daemon|will|was"
              + "|the|host|container|containers|service|services|repository|hub)\\b)\\w");
  private static final Pattern TOLD =
      Pattern.compile(
          "(?i)\\b(?:run|type|execute|enter|issue|invoke|then)\\s+(?<what>[\\w-]{3,60})");
  private static final Pattern ORDER =
      Pattern.compile(
          "(?i)\\b(?:run|type|visit|open|ask|call|delete|remove|must|should|shall|repair|fix|use|execute|enter|restart|reboot|click|go to|follow)\\b");

  /** Programs, and what in a sentence undoes things. */
  private static final Set<String> STRONG =
      Set.of(
          "rm",
          "curl",
          "wget",
          "sudo",
          "bash",
          "systemctl",
          "reboot",
          "shutdown",
          "halt",
          "poweroff",
          "kill",
          "pkill",
          "killall",
          "dd",
          "mkfs",
          "mkswap",
          "fdisk",
          "lvremove",
          "wipefs",
          "crontab",
          "chmod",
          "chown",
          "mv",
          "iptables",
          "nft",
          "apt",
          "ssh",
          "scp",
          "mongosh",
          "psql",
          "redis-cli",
          "ansible-playbook",
          "wipe",
          "erase",
          "format",
          "delete",
          "remove",
          "purge",
          "prune",
          "drop",
          "truncate",
          "destroy",
          "force",
          "reset",
          "reinstall",
          "uninstall",
          "recreate",
          "overwrite",
          "disable");

  private Typed() {}

  static boolean isStrong(String word) {
    return STRONG.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Whether something of it stands in none of these. */
  static boolean isStrange(String prose, List<Source> cited) {
    List<Source> pages = cited.stream().filter(Cited.class::isInstance).toList();
    return JOINED.matcher(prose).find()
        || PROGRAM.matcher(prose).find()
        || (pages.isEmpty() && ORDER.matcher(prose).find())
        || tokens(prose).anyMatch(token -> !stands(token, isName(token) ? cited : pages))
        || strong(prose, pages)
        || told(prose, pages);
  }

  private static boolean stands(String token, List<Source> sources) {
    return sources.stream().anyMatch(one -> one.standing().has(token));
  }

  /** What a look may have shown: a number, an image, a host. */
  private static boolean isName(String token) {
    return Character.isLetterOrDigit(token.charAt(0))
        && !token.contains("/")
        && !token.contains("=");
  }

  private static Stream<String> tokens(String prose) {
    return TOKEN
        .matcher(prose)
        .results()
        .map(MatchResult::group)
        .map(token -> token.replaceAll("[.,;:!?)]+$", ""))
        .filter(token -> !token.isEmpty() && !ABBREVIATION.matcher(token).matches())
        .distinct();
  }

  private static boolean strong(String prose, List<Source> pages) {
    Matcher words = WORD.matcher(prose.toLowerCase(Locale.ROOT));
    while (words.find()) {
      if (STRONG.contains(words.group()) && !stands(words.group(), pages)) {
        return true;
      }
    }
    return false;
  }

  private static boolean told(String prose, List<Source> pages) {
    Matcher told = TOLD.matcher(prose);
    while (told.find()) {
      Words what = Words.of(told.group("what"));
      if (!what.saysNothing()
          && pages.stream().noneMatch(one -> what.shareIn(one.standing().words()) == 1)) {
        return true;
      }
    }
    return false;
  }
}
