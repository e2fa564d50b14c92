package skep.deploy.restic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a check's lines. Until 0.17 they are text, since 0.18 messages with the same text where
 * JSON was asked for; the patterns hold for both.
 */
final class CheckReading implements Consumer<String> {
  private static final int MOST = 20_000;
  private static final int MOST_HINTS = 20;
  private static final String ID = "(" + ResticId.WHOLE + ")";
  private static final Pattern MISSING = Pattern.compile("pack " + ID + ": does not exist");
  private static final Pattern SIZE =
      Pattern.compile(
          "pack " + ID + ": unexpected file size: got (\\d{1,18}), expected (\\d{1,18})");
  private static final Pattern ORPHAN =
      Pattern.compile("pack " + ID + ": not referenced in any index");
  private static final Pattern CONTENT =
      Pattern.compile(
          "Pack ID does not match, want "
              + ID
              + "|pack "
              + ID
              + "(?: contains \\d+ errors| failed to download| is empty or not indexed"
              + "| has different data in indexes)");
  private static final Pattern INDEX = Pattern.compile("error loading index " + ID);
  private static final Pattern TREE = Pattern.compile("error for tree ([0-9a-f]{8,64}):");
  private static final Pattern BLOB = Pattern.compile("\\bblob " + ID + "(?:: | not found)");
  private static final Pattern SNAPSHOT =
      Pattern.compile(
          "<snapshot/([0-9a-f]{8,64})>|snapshot error ([0-9a-f]{8,64})"
              + "|failed to load snapshot ([0-9a-f]{8,64})");
  private static final Pattern HINT =
      Pattern.compile("`restic |^restic repair |^You must run |must be repaired");

  private final SortedMap<String, PackFault> packs = new TreeMap<>();
  private final Set<String> orphans = new TreeSet<>();
  private final Set<String> indexes = new TreeSet<>();
  private final Set<String> trees = new TreeSet<>();
  private final Set<String> blobs = new TreeSet<>();
  private final Set<String> snapshots = new TreeSet<>();
  private final List<String> hints = new ArrayList<>();
  private final List<String> last = new ArrayList<>();
  private boolean noErrors;
  private boolean overflow;

  @Override
  public void accept(String line) {
    Optional<ObjectNode> message = JsonLine.parse(line);
    if (message.isEmpty()) {
      text(line);
    } else if (JsonLine.isOf(message.get(), "summary")) {
      summary(message.get());
    } else {
      message.get().path("message").asText().lines().forEach(this::text);
    }
    if (last.size() > MOST_HINTS) {
      last.removeFirst();
    }
    last.add(line);
  }

  private void summary(ObjectNode summary) {
    noErrors |= summary.path("num_errors").asLong(-1) == 0;
    JsonLine.texts(summary.path("broken_packs")).forEach(id -> fault(id, new PackFault.Content()));
    if (summary.path("suggest_repair_index").asBoolean(false)) {
      hint("restic repair index");
    }
    if (summary.path("suggest_prune").asBoolean(false)) {
      hint("restic prune");
    }
  }

  private void text(String line) {
    noErrors |= line.strip().equals("no errors were found");
    find(MISSING, line).ifPresent(found -> fault(found.group(1), new PackFault.Missing()));
    find(SIZE, line)
        .ifPresent(found ->
            fault(
                found.group(1),
                new PackFault.Size(
                    Long.parseLong(found.group(2)), Long.parseLong(found.group(3)))));
    find(ORPHAN, line).ifPresent(found -> keep(orphans, found.group(1)));
    find(CONTENT, line).ifPresent(found -> fault(group(found), new PackFault.Content()));
    find(INDEX, line).ifPresent(found -> keep(indexes, found.group(1)));
    find(TREE, line).ifPresent(found -> keep(trees, ResticId.brief(found.group(1))));
    find(SNAPSHOT, line).ifPresent(found -> keep(snapshots, group(found)));
    for (Matcher found = BLOB.matcher(line); found.find(); ) {
      keep(blobs, found.group(1));
    }
    find(HINT, line).ifPresent(found -> hint(line.strip()));
  }

  private static Optional<Matcher> find(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? Optional.of(matcher) : Optional.empty();
  }

  /** The one alternative that was found. */
  private static String group(Matcher found) {
    for (int i = 1; i < found.groupCount(); i++) {
      if (found.group(i) != null) {
        return found.group(i);
      }
    }
    return found.group(found.groupCount());
  }

  /** What is known of the object itself says more than what came of reading it. */
  private void fault(String pack, PackFault fault) {
    if (packs.size() >= MOST && !packs.containsKey(pack)) {
      overflow = true;
    } else if (fault instanceof PackFault.Content) {
      packs.putIfAbsent(pack, fault);
    } else {
      packs.put(pack, fault);
    }
  }

  private void keep(Set<String> set, String id) {
    if (set.size() >= MOST) {
      overflow = true;
    } else {
      set.add(id);
    }
  }

  private void hint(String words) {
    if (hints.size() < MOST_HINTS && !hints.contains(words)) {
      hints.add(words);
    }
  }

  CheckReport report(int code) {
    ExitStatus status = ExitStatus.of(code, last);
    boolean found =
        !packs.isEmpty()
            || !indexes.isEmpty()
            || !trees.isEmpty()
            || !blobs.isEmpty()
            || !snapshots.isEmpty();
    return new CheckReport(
        status,
        noErrors && status == ExitStatus.DONE && !found,
        packs,
        orphans,
        indexes,
        trees,
        blobs,
        snapshots,
        List.copyOf(hints),
        overflow);
  }
}
