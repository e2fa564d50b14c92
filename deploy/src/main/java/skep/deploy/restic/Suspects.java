package skep.deploy.restic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The blobs in packs that a check complained of, and which of them are bad. */
final class Suspects {
  private final CheckReport report;
  private final Set<String> unindexed;
  private final Map<String, IndexedBlob> toRead = new TreeMap<>();
  private final Map<String, IndexedBlob> bad = new TreeMap<>();
  private final Map<String, Integer> copies = new HashMap<>();

  Suspects(CheckReport report) {
    this.report = report;
    this.unindexed = new TreeSet<>(report.blobs());
  }

  boolean haveBlobsToKnow() {
    return !report.packs().isEmpty();
  }

  void indexed(IndexedBlob blob) {
    PackFault fault = report.packs().get(blob.pack());
    if (fault == null) {
      copies.merge(blob.id(), 1, Integer::sum);
      return;
    }
    boolean gone =
        switch (fault) {
          case PackFault.Missing() -> true;
          case PackFault.Size(long bytes, long _) -> blob.end() > bytes;
          case PackFault.Content() -> report.blobs().contains(blob.id());
        };
    (gone ? bad : toRead).put(blob.id(), blob);
  }

  List<String> toRead() {
    toRead.keySet().removeAll(bad.keySet());
    return new ArrayList<>(toRead.keySet());
  }

  void bad(String id) {
    bad.put(id, toRead.get(id));
  }

  /** Blobs of files; a folder's own shows when the snapshots are walked. */
  Set<String> badData() {
    Set<String> data = new TreeSet<>(unindexed);
    bad.values().stream().filter(blob -> !blob.tree()).map(IndexedBlob::id).forEach(data::add);
    return data;
  }

  /** Why what is found may be too much, or, by the last of them, too little. */
  List<String> doubts() {
    List<String> doubts = new ArrayList<>();
    if (badData().stream().anyMatch(copies::containsKey)) {
      doubts.add("of bad content there is a second copy, which newer versions of restic take");
    }
    if (report.overflow()) {
      doubts.add("more is damaged than was looked at");
    }
    return doubts;
  }
}
