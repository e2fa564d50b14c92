package skep.runbooks.answer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A model for one question of one person: asked as long as there is something left of the budget.
 */
public final class Metered implements LanguageModel {
  private final LanguageModel model;
  private final Budget budget;
  private final String person;
  private final InstantSource clock;
  private boolean asked;

  public Metered(LanguageModel model, Budget budget, String person, InstantSource clock) {
    this.model = model;
    this.budget = budget;
    this.person = person;
    this.clock = clock;
  }

  @Override
  public Turn next(List<Message> conversation, List<StateTool> tools, Consumer<String> partial) {
    if (!asked) {
      asked = true;
      switch (budget.ask(person)) {
        case Budget.Verdict.Within() -> {}
        case Budget.Verdict.Over(var why, var again) ->
            throw new TroubleException(why, Optional.of(Duration.between(clock.instant(), again)));
      }
    }
    Turn turn = model.next(conversation, tools, partial);
    budget.spent(person, turn.usage());
    return turn;
  }
}
