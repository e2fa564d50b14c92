package skep.deploy.restic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.deploy.restic.AffectedSnapshots.Cause;

/** The snapshots of a repository, and what was found of each. */
final class Census {
  private static final Pattern TREE =
      Pattern.compile("^ \\.\\.\\. which belongs to snapshot ([0-9a-f]{8,64})");
  private static final Pattern DATA =
      Pattern.compile("^ \\.\\.\\. in snapshot ([0-9a-f]{8,64}) \\(");

  private final Set<String> all;
  private final Set<String> known;
  private final SortedMap<String, Cause> causes = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();
  private boolean exact = true;

  Census(Set<String> known) {
    this.known = new TreeSet<>(known);
    this.all = new TreeSet<>(known);
  }

  void listed(List<String> ids) {
    known.stream().filter(id -> !ids.contains(id)).forEach(id -> causes.put(id, Cause.LOST));
    all.addAll(ids);
  }

  void readable(List<Snapshot> snapshots) {
    Set<String> readable = new TreeSet<>();
    snapshots.forEach(snapshot -> readable.add(snapshot.id()));
    all.stream()
        .filter(id -> !readable.contains(id))
        .forEach(id -> causes.putIfAbsent(id, Cause.OBJECT));
    all.addAll(readable);
  }

  /** A line of {@code find}. */
  void walked(String line) {
    affected(TREE.matcher(line), Cause.TREE);
    affected(DATA.matcher(line), Cause.DATA);
  }

  private void affected(Matcher line, Cause cause) {
    if (line.find()) {
      all.stream()
          .filter(id -> id.startsWith(line.group(1)))
          .forEach(id -> causes.putIfAbsent(id, cause));
    }
  }

  void note(String words) {
    notes.add(words);
  }

  void doubt(String why) {
    exact = false;
    notes.add(why);
  }

  void doubtAll(String why) {
    doubt(why);
    all.forEach(id -> causes.putIfAbsent(id, Cause.UNREADABLE));
  }

  AffectedSnapshots found() {
    return new AffectedSnapshots(causes, exact, notes);
  }
}
