package skep.deploy.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skep.deploy.oneshot.NodeEnd;
import skep.deploy.restic.ExitStatus;

/**
 * What one of the scripts said on one node.
 *
 * @param outputs of each restic run, in their order; the last one may have no status
 * @param whole whether all of it arrived: without the last line nothing is proven
 */
record Said(NodeEnd end, List<Output> outputs, boolean whole) {
  private static final String STATUS = "skep:status ";

  /** Of many lines these two tell why; the very last one may only count errors, or name a place. */
  private static final String DISK_FULL = "no space left on device";

  private static final String FATAL = "Fatal: ";

  /** How the last line of every script begins. */
  static final String END = "skep:end ";

  Said {
    outputs = List.copyOf(outputs);
  }

  /**
   * @param status restic's; empty where it did not come to an end
   */
  record Output(Optional<Integer> status, List<String> lines) {
    Output {
      lines = List.copyOf(lines);
    }
  }

  static Said read(NodeEnd end) {
    List<Output> outputs = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    boolean whole = false;
    for (String line : end.lines()) {
      if (line.startsWith(STATUS)) {
        outputs.add(new Output(number(line, STATUS), lines));
        lines = new ArrayList<>();
      } else if (line.startsWith(END)) {
        whole = true;
      } else {
        lines.add(line);
      }
    }
    if (!lines.isEmpty() || outputs.isEmpty()) {
      outputs.add(new Output(exit(end), lines));
    }
    return new Said(end, outputs, whole);
  }

  String node() {
    return end.node();
  }

  Output last() {
    return outputs.getLast();
  }

  /** Lines of ours that begin with {@code skep:word}, without it. */
  List<String> marked(String word) {
    String start = "skep:" + word + " ";
    return end.lines().stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .toList();
  }

  /** Why there is nothing to read, in a sentence; empty where there is. */
  Optional<String> nothing() {
    return switch (end.state()) {
      case NodeEnd.State.Refused(var why) -> Optional.of("nothing ran: " + why);
      case NodeEnd.State.Lost(var why) -> Optional.of("nobody knows how it ended: " + why);
      case NodeEnd.State.Under(var word) -> Optional.of("it is still " + word);
      case NodeEnd.State.Exited(var status) ->
          whole
              ? Optional.empty()
              : Optional.of(
                  "it ended with status %d and did not say all it had to say".formatted(status));
    };
  }

  /** A status with restic's own word for it, for people. */
  static String words(ExitStatus status, List<String> lines) {
    List<String> said =
        lines.reversed().stream()
            .filter(line -> !line.isBlank() && !line.startsWith("{") && !line.startsWith("["))
            .filter(line -> !line.startsWith("skep:"))
            .toList();
    String word =
        said.stream()
            .filter(line -> line.contains(DISK_FULL))
            .findFirst()
            .or(() -> said.stream().filter(line -> line.startsWith(FATAL)).findFirst())
            .or(() -> said.stream().findFirst())
            .map(line -> " (%s)".formatted(line.strip()))
            .orElse("");
    return "%s%s; %s".formatted(status.meaning(), word, status.remedy());
  }

  private static Optional<Integer> exit(NodeEnd end) {
    return end.state() instanceof NodeEnd.State.Exited(var status)
        ? Optional.of(status)
        : Optional.empty();
  }

  private static Optional<Integer> number(String line, String start) {
    try {
      return Optional.of(Integer.parseInt(line.substring(start.length()).strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
