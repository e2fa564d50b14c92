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
        public List<String> deployed(String but) {
          return List.of();
        }
      };

  /**
   * The one passage of the runbooks that fits best, as a line to show; empty where none does.
   *
   * @param about what is wrong, in words
   */
  Optional<String> runbook(String about);

  /**
   * What was deployed in the hour before, a line each, with how to go back; the newest first.
   *
   * @param but a stack that is not meant; empty where all are
   */
  List<String> deployed(String but);

  /** Both: the page first. */
  default List<String> lines(String about) {
    return lines(about, "");
  }

  /**
   * @param but a stack that is not meant
   */
  default List<String> lines(String about, String but) {
    return Stream.concat(runbook(about).stream(), deployed(but).stream()).toList();
  }
}
