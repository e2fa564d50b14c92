package skep.commands.ask.state;

import java.util.Map;
import java.util.function.Supplier;
import skep.runbooks.answer.StateTool;

/**
 * How all backups are.
 *
 * @param board in words
 */
public record BackupsLook(Supplier<String> board) implements StateTool {
  @Override
  public String name() {
    return "backup_board";
  }

  @Override
  public String description() {
    return "How all backups are: newest snapshots, newest verified ones, what is late.";
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of();
  }

  @Override
  public String look(Map<String, String> arguments) {
    return board.get();
  }
}
