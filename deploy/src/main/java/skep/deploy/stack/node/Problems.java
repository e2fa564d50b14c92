package skep.deploy.stack.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import skep.deploy.yaml.Mark;

/**
 * What is wrong and what is worth a warning, gathered while files are read, so none hides another.
 */
public final class Problems {
  private final SequencedSet<Found> found = new LinkedHashSet<>();
  private final SequencedSet<String> warnings = new LinkedHashSet<>();

  /** A problem, and where. */
  public record Found(Mark mark, String message) {}

  /**
   * @param message a literal format; without values it is taken as it is
   */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency of its own
  public void add(Mark mark, String message, Object... values) {
    found.add(new Found(mark, values.length == 0 ? message : message.formatted(values)));
  }

  public void warn(String message) {
    warnings.add(message);
  }

  public boolean none() {
    return found.isEmpty();
  }

  /** In the order of a reader: by file as met, then by line. */
  public List<Found> found() {
    List<String> files = found.stream().map(f -> f.mark().file()).distinct().toList();
    List<Found> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparingInt((Found f) -> files.indexOf(f.mark().file()))
            .thenComparingInt(f -> f.mark().line()));
    return sorted;
  }

  public List<String> warnings() {
    return List.copyOf(warnings);
  }
}
