package skep.runbooks.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import skep.runbooks.answer.LanguageModel.Call;
import skep.runbooks.answer.LanguageModel.Message;
import skep.runbooks.answer.LanguageModel.Turn;

/** What every model does, the one of the tests as well as one behind a network. */
public abstract class LanguageModelContract {
  protected static final StateTool TASKS =
      new TasksTool(_ -> "mongo1 is running on node1, mongo2 restarts on node2");

  private static final String TEXT =
      "Look which member is slow [1]. Wait — until another is elected [1].";

  protected abstract LanguageModel thatSays(String text);

  protected abstract LanguageModel thatStopsAfter(String text);

  protected abstract LanguageModel thatLooks(String tool, String arguments);

  protected static List<Message> question() {
    return List.of(new Message.Rules("Be brief."), new Message.Asked("What now?"));
  }

  private static Turn ask(
      LanguageModel model, List<Message> conversation, Consumer<String> partial) {
    return model.next(conversation, List.of(TASKS), partial);
  }

  @Test
  void aTextGrowsUntilItIsWhole() {
    List<String> shown = new ArrayList<>();
    Turn turn = ask(thatSays(TEXT), question(), shown::add);
    assertThat(turn)
        .isInstanceOfSatisfying(
            Turn.Text.class,
            text -> {
              assertThat(text.text()).isEqualTo(TEXT);
              assertThat(text.finished()).isTrue();
            });
    assertThat(shown).isNotEmpty().allSatisfy(part -> assertThat(TEXT).startsWith(part));
    assertThat(shown).isSortedAccordingTo((one, next) -> one.length() - next.length());
    assertThat(shown.getLast()).isEqualTo(TEXT);
  }

  @Test
  void aTextThatStopsInItsMiddleIsNotFinished() {
    assertThat(ask(thatStopsAfter("Look which"), question(), _ -> {}))
        .isInstanceOfSatisfying(
            Turn.Text.class,
            text -> {
              assertThat(text.text()).isEqualTo("Look which");
              assertThat(text.finished()).isFalse();
            });
  }

  @Test
  void aWishToLookComesWithItsArguments() {
    assertThat(ask(thatLooks("tasks", "{\"stack\":\"mongo\"}"), question(), _ -> {}))
        .isInstanceOfSatisfying(
            Turn.Calls.class,
            calls ->
                assertThat(calls.calls())
                    .singleElement()
                    .satisfies(call -> {
                      assertThat(call.id()).isNotBlank();
                      assertThat(call.tool()).isEqualTo("tasks");
                      assertThat(call.arguments()).isEqualTo("{\"stack\":\"mongo\"}");
                    }));
  }

  @Test
  void whatATurnTookIsTold() {
    assertThat(ask(thatSays(TEXT), question(), _ -> {}).usage())
        .satisfies(usage -> {
          assertThat(usage.in()).isPositive();
          assertThat(usage.out()).isPositive();
        });
  }

  @Test
  void itGoesOnWhereItLookedBefore() {
    List<Message> talk = new ArrayList<>(question());
    talk.add(new Message.Said("Nothing yet."));
    talk.add(new Message.Asked("And now?"));
    talk.add(
        new Message.Looks(
            List.of(
                new Call("a", "tasks", "{\"stack\":\"mongo\"}"), new Call("b", "tasks", "{sta"))));
    talk.add(new Message.Seen("a", "mongo2 restarts on node2"));
    talk.add(new Message.Seen("b", "The arguments are no JSON object."));
    assertThat(ask(thatSays(TEXT), talk, _ -> {})).isInstanceOf(Turn.Text.class);
  }

  @Test
  void whoListensAndFailsIsNotIgnored() {
    assertThatThrownBy(() ->
            ask(
                thatSays(TEXT),
                question(),
                _ -> {
                  throw new IllegalStateException("the room is gone");
                }))
        .hasMessage("the room is gone");
  }
}
