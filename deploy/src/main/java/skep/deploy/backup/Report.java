package skep.deploy.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a run came to.
 *
 * @param entries one a node, as the history has them
 * @param notes what else a person should know, in sentences: unreadable files, what was removed
 */
public record Report(Run run, List<Entry> entries, List<String> notes) {
  public Report {
    entries = List.copyOf(entries);
    notes = List.copyOf(notes);
  }

  /** The same with one note more. */
  Report with(String note) {
    List<String> all = new ArrayList<>(notes);
    all.add(note);
    return new Report(run, entries, all);
  }

  /** Whether it is proven that all of it succeeded: nothing done is no success. */
  public boolean isGood() {
    return !entries.isEmpty() && entries.stream().allMatch(Entry::isGood);
  }

  /** The worst of its verdicts. */
  public Verdict verdict() {
    return entries.stream()
        .map(Entry::verdict)
        .max(Comparator.naturalOrder())
        .orElse(Verdict.FAILED);
  }
}
