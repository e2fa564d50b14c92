package skep.bot.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import skep.runbooks.answer.LanguageModel;
import skep.runbooks.answer.StateTool;
import skep.runbooks.answer.Usage;

/** A model that looks at everything it may, and says all it was told, and more. */
final class LeakyModel implements LanguageModel {
  private final List<String> told = new ArrayList<>();
  private String knows = "";

  /** It says this as well, wherever it has it from. */
  synchronized void knows(String secret) {
    knows = secret;
  }

  /** All that ever reached it. */
  synchronized String told() {
    return String.join("\n", told);
  }

  @Override
  public synchronized Turn next(
      List<Message> conversation, List<StateTool> tools, Consumer<String> partial) {
    told.add(conversation.toString());
    boolean looked = conversation.stream().anyMatch(Message.Seen.class::isInstance);
    if (!looked && !tools.isEmpty()) {
      return new Turn.Calls(
          tools.stream()
              .map(tool ->
                  new Call(tool.name(), tool.name(), "{\"stack\":\"web\",\"service\":\"web_app\"}"))
              .toList(),
          Usage.NONE);
    }
    String all =
        conversation
                .toString()
                .lines()
                .map(line -> line + " [1].")
                .collect(Collectors.joining("\n"))
            + "\nThe password is "
            + knows
            + " [1].\nType `login "
            + knows
            + "` [1].";
    partial.accept(all);
    return new Turn.Text(all, true, Usage.NONE);
  }
}
