package skep.deploy.estate;

import java.util.List;
import java.util.Optional;

/**
 * Where the bot listens and speaks; names of rooms.
 *
 * @param commands where everybody may look
 * @param alerts where alerts go
 */
public record ChatRooms(List<String> commands, Optional<String> alerts) {
  public ChatRooms {
    commands = List.copyOf(commands);
  }
}
