package skep.bot.wiring;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.bot.dispatch.Chat;
import skep.bot.dispatch.ChatUnreachableException;
import skep.bot.dispatch.Heard;
import skep.bot.dispatch.OnBehalf;
import skep.bot.dispatch.ReplyId;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.commands.planning.Estates;
import skep.commands.secrets.ChatOrders;

/** Commands from the desk, given in the first command room the bot is in. */
final class DeskOrders implements ChatOrders {
  private static final Logger LOG = Logger.getLogger(DeskOrders.class.getName());

  private final Chat chat;
  private final Estates estates;
  private final OnBehalf onBehalf;

  DeskOrders(Chat chat, Estates estates, Predicate<Heard> takes) {
    this.chat = chat;
    this.estates = estates;
    this.onBehalf = new OnBehalf(chat, takes);
  }

  @Override
  public String give(Person by, String line) {
    try {
      return room().filter(room -> given(by, room, line)).map(room -> "#" + room.name()).orElse("");
    } catch (ChatUnreachableException e) {
      LOG.log(Level.WARNING, "a command of the desk could not be given", e);
      return "";
    }
  }

  private boolean given(Person by, Room room, String line) {
    String id = ReplyId.to(UUID.randomUUID().toString(), "desk");
    return onBehalf.give(
        new OnBehalf.Order(id, by, room, Optional.empty(), line, "asked at the Secrets desk for"));
  }

  private Optional<Room> room() {
    return estates.lastSeen().policy().commandRooms().stream()
        .flatMap(name -> chat.roomNamed(name).stream())
        .flatMap(id -> chat.ownRoom(id).stream())
        .findFirst();
  }
}
