package skep.runbooks.answer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A model that goes on with a conversation. It may say anything; nothing of it is believed. */
public interface LanguageModel {
  /**
   * @param tools it may ask for
   * @param partial all it has said so far, again and again while it says more
   * @throws TroubleException where it does not
   */
  Turn next(List<Message> conversation, List<StateTool> tools, Consumer<String> partial);

  /** What was said, by whom. */
  sealed interface Message {
    /** The rules. */
    record Rules(String text) implements Message {}

    /** A person, with what is laid before the model. */
    record Asked(String text) implements Message {}

    /** The model. */
    record Said(String text) implements Message {}

    /** The model wants to look. */
    record Looks(List<Call> calls) implements Message {
      public Looks {
        calls = List.copyOf(calls);
      }
    }

    /** What a look came to. */
    record Seen(String call, String text) implements Message {}
  }

  /**
   * A wish to look.
   *
   * @param id the model's, to tell answers apart
   * @param arguments JSON, if the model made no mistake
   */
  record Call(String id, String tool, String arguments) {}

  /** How it went on. */
  sealed interface Turn {
    /** What it took. */
    Usage usage();

    /**
     * @param finished whether it came to an end of its own
     */
    record Text(String text, boolean finished, Usage usage) implements Turn {}

    record Calls(List<Call> calls, Usage usage) implements Turn {
      public Calls {
        calls = List.copyOf(calls);
      }
    }
  }

  /** It does not answer now; the message completes "…: {message}" for a person. */
  final class TroubleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Optional<Duration> again;

    public TroubleException(String message, Optional<Duration> again, Throwable cause) {
      super(message, cause);
      this.again = again;
    }

    public TroubleException(String message, Optional<Duration> again) {
      super(message);
      this.again = again;
    }

    public TroubleException(String message) {
      this(message, Optional.empty());
    }

    /** When it can be asked again, where it said so. */
    public Optional<Duration> again() {
      return again;
    }
  }
}
