package skep.commands.chat;

import java.util.List;

/**
 * What a command came to. Refused means a person can fix it; failed means a machine broke; waiting
 * means nothing has changed yet and somebody has to say yes; unfinished means that another run
 * brings it to its end, and answers.
 */
public sealed interface Outcome {
  /** What to show, in Rocket.Chat's Markdown. */
  String text();

  /** Per-object changes for {@code --json}; empty where the command has none. */
  default List<ChangeView> changes() {
    return List.of();
  }

  record Done(String text, List<ChangeView> changes) implements Outcome {
    public Done {
      changes = List.copyOf(changes);
    }

    public Done(String text) {
      this(text, List.of());
    }
  }

  /**
   * @param next the exact thing to type
   */
  record Waiting(String text, String plan, String next, List<ChangeView> changes)
      implements Outcome {
    public Waiting {
      changes = List.copyOf(changes);
    }
  }

  /**
   * @param next the exact thing to type
   */
  record Refused(String text, String next, List<ChangeView> changes) implements Outcome {
    public Refused {
      changes = List.copyOf(changes);
    }

    public Refused(String text, String next) {
      this(text, next, List.of());
    }
  }

  /**
   * @param next the exact thing to type or look at
   */
  record Failed(String text, String next, List<ChangeView> changes) implements Outcome {
    public Failed {
      changes = List.copyOf(changes);
    }

    public Failed(String text, String next) {
      this(text, next, List.of());
    }
  }

  /**
   * @param next the exact thing to type, to see how far it is
   */
  record Unfinished(String text, String next) implements Outcome {}

  /** One object's change as {@code --json} prints it. */
  record ChangeView(String kind, String name, String action, List<FieldView> fields) {
    public ChangeView {
      fields = List.copyOf(fields);
    }
  }

  /** One field's change; {@code from} and {@code to} are empty strings where there is no value. */
  record FieldView(String path, String from, String to) {}
}
