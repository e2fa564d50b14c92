package skep.bot.wiring;

import java.util.Optional;
import skep.runbooks.answer.LanguageModel;

/** Questions as they are, but for who writes the answers. */
final class AnsweredBy {
  private AnsweredBy() {}

  static Questions model(LanguageModel model, Questions usual) {
    return new Questions(
        usual.tools(),
        usual.others(),
        _ -> Optional.of(model),
        usual.budget(),
        usual.link(),
        usual.redaction());
  }
}
