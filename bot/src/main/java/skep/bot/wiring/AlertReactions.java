package skep.bot.wiring;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import skep.bot.alerts.RoomAnnouncer;
import skep.bot.dispatch.Chat;
import skep.bot.dispatch.Chat.Reaction;
import skep.bot.dispatch.ChatUnreachableException;
import skep.commands.incidents.AlertRoom;
import skep.commands.incidents.RecordedIncidents;
import skep.deploy.incident.Mark;
import skep.deploy.incident.Mark.Sign;
import skep.deploy.release.Release.Actor;

/**
 * What a reaction to an incident's message says about it. Whoever reacts or takes it back, the
 * server tells the message again; which reactions stand on it then is read from the server, and so
 * it is where a bot sees an incident for the first time: what was said while no bot was there
 * counts, however long that was.
 */
final class AlertReactions {
  private static final Logger LOG = Logger.getLogger(AlertReactions.class.getName());

  private final RecordedIncidents incidents;
  private final AlertRoom room;
  private final Chat chat;
  private final Set<String> looked = new HashSet<>();

  AlertReactions(RecordedIncidents incidents, AlertRoom room, Chat chat) {
    this.incidents = incidents;
    this.room = room;
    this.chat = chat;
  }

  /** The server told this message of the bot's own again. Returns at once. */
  void touched(String message) {
    List<String> announcements = incidents.announcements();
    if (announcements.isEmpty()) {
      return;
    }
    Optional<String> room = roomName();
    announcements.stream()
        .filter(key -> room.stream().anyMatch(name -> message.equals(id(name, key))))
        .forEach(
            key -> Thread.ofVirtual().name("reactions").start(() -> read(room.orElseThrow(), key)));
  }

  /** Called now and then: reads what stands on messages this bot has not looked at. */
  void look() {
    List<String> announcements = incidents.announcements();
    Optional<String> room = announcements.isEmpty() ? Optional.empty() : roomName();
    room.ifPresent(name ->
        announcements.stream()
            .filter(key -> !isLookedAt(id(name, key)))
            .forEach(key -> read(name, key)));
  }

  private Optional<String> roomName() {
    try {
      return room.name();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the alert room is not known, and reactions there say nothing", e);
      return Optional.empty();
    }
  }

  private static String id(String room, String announcement) {
    return RoomAnnouncer.message(room, announcement);
  }

  private synchronized boolean isLookedAt(String message) {
    return looked.contains(message);
  }

  /** One after the other, each with what stands there at that moment: the last one is right. */
  private synchronized void read(String room, String announcement) {
    String message = id(room, announcement);
    try {
      incidents.marked(announcement, chat.reactions(message).stream().flatMap(this::mark).toList());
      looked.add(message);
    } catch (ChatUnreachableException e) {
      looked.remove(message);
    } catch (RuntimeException e) {
      looked.remove(message);
      LOG.log(Level.WARNING, "reactions could not be looked at; once more later", e);
    }
  }

  private Stream<Mark> mark(Reaction reaction) {
    Actor by = new Actor(reaction.by().id(), reaction.by().username());
    return sign(reaction.emoji()).map(sign -> new Mark(sign, by)).stream();
  }

  private static Optional<Sign> sign(String emoji) {
    return switch (emoji) {
      case ":eyes:", ":white_check_mark:" -> Optional.of(Sign.ACKNOWLEDGE);
      case ":no_bell:", ":mute:" -> Optional.of(Sign.SILENCE);
      default -> Optional.empty();
    };
  }
}
