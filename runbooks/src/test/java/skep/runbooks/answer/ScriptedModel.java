package skep.runbooks.answer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** A model that says what a test wants, word by word, whatever it is asked. */
final class ScriptedModel implements LanguageModel {
  private static final Usage TEXT = new Usage(80, 20);
  private static final Usage LOOK = new Usage(40, 10);

  private final Deque<Turn> turns;
  final List<List<Message>> heard = new ArrayList<>();

  private ScriptedModel(Turn... turns) {
    this.turns = new ArrayDeque<>(Arrays.asList(turns));
  }

  static ScriptedModel says(String text) {
    return new ScriptedModel(new Turn.Text(text, true, TEXT));
  }

  static ScriptedModel stopsAfter(String text) {
    return new ScriptedModel(new Turn.Text(text, false, TEXT));
  }

  static ScriptedModel looks(String tool, String arguments, Turn... then) {
    List<Turn> all = new ArrayList<>();
    all.add(look(tool, arguments));
    all.addAll(Arrays.asList(then));
    return new ScriptedModel(all.toArray(Turn[]::new));
  }

  static Turn look(String tool, String arguments) {
    return new Turn.Calls(List.of(new Call("c1", tool, arguments)), LOOK);
  }

  static Turn text(String text) {
    return new Turn.Text(text, true, TEXT);
  }

  /** The last turn again and again. */
  @Override
  public Turn next(List<Message> conversation, List<StateTool> tools, Consumer<String> partial) {
    heard.add(List.copyOf(conversation));
    Turn turn = turns.size() > 1 ? turns.poll() : turns.getFirst();
    if (turn instanceof Turn.Text(var text, _, _)) {
      for (int end = 1; end <= text.length(); end++) {
        partial.accept(text.substring(0, end));
      }
    }
    return turn;
  }

  /** Everything that was laid before it. */
  String read() {
    return heard.toString();
  }
}
