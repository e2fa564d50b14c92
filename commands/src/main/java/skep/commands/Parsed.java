package skep.commands;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a line turned out to be. */
public sealed interface Parsed {
  /**
   * A right line.
   *
   * @param words what the person chose, in order, without keywords; all of a free text is one word
   * @param options by name with the dashes; switches have an empty value
   */
  record Command(String verb, FormName form, List<String> words, Map<String, String> options)
      implements Parsed {
    public Command {
      words = List.copyOf(words);
      options = Map.copyOf(options);
    }

    public boolean has(String option) {
      return options.containsKey(option);
    }

    public Optional<String> option(String name) {
      return Optional.ofNullable(options.get(name));
    }
  }

  /** Somebody asks how. Empty: about everything. */
  record Help(Optional<String> verb) implements Parsed {}

  /**
   * A wrong line.
   *
   * @param reason what is wrong with it, a whole sentence
   * @param nearest the nearest right line
   * @param examples three right lines
   */
  record Unknown(String reason, String nearest, List<String> examples) implements Parsed {
    public Unknown {
      examples = List.copyOf(examples);
    }
  }
}
