package skep.commands;

import java.util.List;
import java.util.Optional;

/**
 * The shapes a command line may take. Plain data: the parser and the help are both made from it.
 */
public interface Grammar {
  /**
   * What follows the {@code /}.
   *
   * @param purpose half a sentence for the help
   * @param notes what else the help says, a sentence each
   * @param examples three lines that are right
   */
  record Verb(
      String name, String purpose, List<Form> forms, List<String> notes, List<String> examples) {
    public Verb {
      forms = List.copyOf(forms);
      notes = List.copyOf(notes);
      examples = List.copyOf(examples);
    }
  }

  /**
   * One way of writing a verb.
   *
   * @param name what handlers tell forms apart by
   * @param says half a sentence for the help; empty for what the help leaves out
   */
  record Form(FormName name, List<Part> parts, List<Option> options, String says) {
    public Form {
      parts = List.copyOf(parts);
      options = List.copyOf(options);
    }

    /** Whether the words begin with this form's own first word. */
    boolean starts(List<String> words) {
      return !words.isEmpty()
          && !name.keyword().isEmpty()
          && name.keyword().equals(words.getFirst());
    }

    /** {@code /deploy approve <plan> [--detach]}. */
    String usage(String verb) {
      StringBuilder line = new StringBuilder("/").append(verb);
      parts.forEach(part -> line.append(' ').append(part.usage()));
      options.forEach(option -> line.append(" [").append(option.usage()).append(']'));
      return line.toString();
    }
  }

  /** One word of a form, or all that are left. */
  sealed interface Part {
    String usage();

    /** Whether this word can stand here. */
    boolean fits(String word);

    /** A fixed word. */
    record Keyword(String word) implements Part {
      @Override
      public String usage() {
        return word;
      }

      @Override
      public boolean fits(String given) {
        return word.equals(given);
      }
    }

    /** A word the person chooses. */
    record Value(String name) implements Part {
      @Override
      public String usage() {
        return "<" + name + ">";
      }

      @Override
      public boolean fits(String given) {
        return true;
      }
    }

    /** All words to the end of the line, at least one. Any language is welcome here. */
    record Rest(String name) implements Part {
      @Override
      public String usage() {
        return "<" + name + ">";
      }

      @Override
      public boolean fits(String given) {
        return true;
      }
    }
  }

  /**
   * @param value what it takes, for the help; empty for a switch
   * @param choices the only values it may have; empty where any is fine
   * @param says half a sentence for the help
   */
  record Option(String name, Optional<String> value, List<String> choices, String says) {
    public Option {
      choices = List.copyOf(choices);
    }

    String usage() {
      String shown = choices.isEmpty() ? value.orElse("") : String.join("|", choices);
      return shown.isEmpty() ? name : name + " " + shown;
    }
  }
}
