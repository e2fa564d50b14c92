package skep.commands.incidents;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What helps whoever reads an alert. Never throws; says nothing rather than late. */
public interface Background {
  Background NONE =
      new Background() {
        @Override
        public Optional<String> runbook(String about) {
          return Optional.empty();
        }

        @Override
        public List<String> deployed() {
          return List.of();
        }
      };

  /**
   * The one passage of the runbooks that fits best, as a line to show; empty where none does.
   *
   * @param about what is wrong, in words
   */
  Optional<String> runbook(String about);

  /** What was deployed in the hour before, a line each, with how to go back; the newest first. */
  List<String> deployed();

  /** Both: the page first. */
  default List<String> lines(String about) {
    return Stream.concat(runbook(about).stream(), deployed().stream()).toList();
  }
}
