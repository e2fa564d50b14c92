package skep.deploy.backup.board;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import skep.deploy.backup.History;

/**
 * All a board is made of.
 *
 * @param histories of the sources, and of the repository itself; a source without one has none yet
 * @param sources that the policy names
 */
public record BoardInput(List<History> histories, List<Source> sources, Instant now) {
  public BoardInput {
    histories = List.copyOf(histories);
    sources = List.copyOf(sources);
  }

  /**
   * What is expected of a source.
   *
   * @param nodes host names of those it is to be backed up on
   * @param next when it runs next; empty where nothing plans it
   * @param due when the newest run began that must have succeeded by now; empty where none must
   */
  public record Source(
      String name, Set<String> nodes, Optional<Instant> next, Optional<Instant> due) {
    public Source {
      nodes = Set.copyOf(nodes);
    }
  }
}
