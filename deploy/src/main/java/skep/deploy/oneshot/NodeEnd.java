package skep.deploy.oneshot;

import java.util.List;

/**
 * How a program stands on one node.
 *
 * @param node host name
 * @param task id of the Swarm's task, which is also the container's host name; empty where there
 *     was none
 * @param lines what it wrote, both streams, the oldest first; the newest ones where it wrote much
 */
public record NodeEnd(String node, String task, State state, List<String> lines) {
  public NodeEnd {
    lines = List.copyOf(lines);
  }

  /** How far it is. */
  public sealed interface State {
    /** Not at its end. */
    record Under(String word) implements State {}

    record Exited(int status) implements State {}

    /** It never ran: what it needs is not there. */
    record Refused(String why) implements State {}

    /** Nobody can say how it ended; it may still run. */
    record Lost(String why) implements State {}
  }

  private static final int LAST = 5;

  /** How it ended, or stands, with what it said last; for people. */
  public String words() {
    return switch (state) {
      case State.Exited(var status) -> "exit %d: %s".formatted(status, last());
      case State.Refused(var why) -> why;
      case State.Lost(var why) -> why;
      case State.Under(var word) -> "it is still " + word;
    };
  }

  private String last() {
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - LAST), lines.size()));
  }

  public boolean isOver() {
    return !(state instanceof State.Under);
  }
}
