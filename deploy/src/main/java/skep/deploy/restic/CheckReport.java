package skep.deploy.restic;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a check found.
 *
 * @param proven restic said that it found no errors, and ended so
 * @param packs by whole id, those that are not as the index has them
 * @param orphans packs no index knows; harmless, unless an index is missing
 * @param indexes damaged ones, by whole id: until they are rebuilt nothing can be restored
 * @param trees first 8 digits of folders' ids that cannot be used
 * @param blobs whole ids of contents that are not as they should be, or in no index
 * @param snapshots first 8 digits or more of ids of snapshot objects that cannot be read
 * @param hints what restic advises, in its words
 * @param overflow there was more of something than is kept here
 */
public record CheckReport(
    ExitStatus status,
    boolean proven,
    SortedMap<String, PackFault> packs,
    Set<String> orphans,
    Set<String> indexes,
    Set<String> trees,
    Set<String> blobs,
    Set<String> snapshots,
    List<String> hints,
    boolean overflow) {
  /**
   * @param lines of both streams
   */
  public static CheckReport of(int status, Iterator<String> lines) {
    var reading = new CheckReading();
    lines.forEachRemaining(reading);
    return reading.report(status);
  }

  /** Only with restic's own word for it. */
  public boolean isHealthy() {
    return proven;
  }

  /**
   * Whether something is damaged. Where a report is neither healthy nor damaged, the check did not
   * come to its end, and nothing is known.
   */
  public boolean isDamaged() {
    return !packs.isEmpty()
        || !indexes.isEmpty()
        || !trees.isEmpty()
        || !blobs.isEmpty()
        || !snapshots.isEmpty();
  }

  /** For people: what is damaged, or why nothing is known; without the ids. */
  public String words() {
    if (isDamaged()) {
      List<String> parts =
          Map.of(
                  "packs", packs.size(),
                  "indexes", indexes.size(),
                  "folders", trees.size(),
                  "contents", blobs.size(),
                  "snapshot objects", snapshots.size())
              .entrySet()
              .stream()
              .filter(part -> part.getValue() > 0)
              .sorted(Map.Entry.comparingByKey())
              .map(part -> "%d %s".formatted(part.getValue(), part.getKey()))
              .toList();
      return "damaged in the repository: " + String.join(", ", parts);
    }
    return proven
        ? "no errors were found"
        : "the check did not come to its end: %s; %s".formatted(status.meaning(), status.remedy());
  }
}
