package skep.commands.ask;

import java.util.Optional;
import skep.commands.chat.Outcome;

/** What can be wrong with a question before anybody looks for an answer. */
final class Asked {
  private static final int LONGEST = 20_000;
  private static final String EXAMPLE = "@skep the mongo primary keeps stepping down, what now?";

  private Asked() {}

  static Optional<Outcome> refusal(String question) {
    if (question.length() > LONGEST) {
      return Optional.of(
          new Outcome.Refused(
              "This has %,d characters, and a question has %,d at the most; of a log, the first error is enough."
                  .formatted(question.length(), LONGEST),
              EXAMPLE));
    }
    boolean hasWords = question.codePoints().anyMatch(Character::isLetterOrDigit);
    return hasWords
        ? Optional.empty()
        : Optional.of(
            new Outcome.Refused("There is no word in this that could be looked for.", EXAMPLE));
  }
}
