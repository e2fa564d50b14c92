package skep.bot.wiring;

import java.time.InstantSource;
import java.util.function.UnaryOperator;
import skep.bot.dispatch.Chat;
import skep.commands.access.Access;
import skep.commands.chat.Announcer;
import skep.commands.incidents.AlertRoom;
import skep.commands.incidents.Background;
import skep.commands.incidents.Incidents;
import skep.commands.incidents.RecordedIncidents;
import skep.commands.planning.Estates;
import skep.deploy.incident.IncidentRecords;
import skep.deploy.release.SwarmRecords;
import skep.deploy.swarm.Swarm;

/** What is wrong until it is right again: told in the alert room, and what persons react to it. */
final class IncidentRounds {
  private final RecordedIncidents incidents;
  private final AlertReactions reactions;

  /**
   * @param chat where the announcer tells
   * @param redaction takes known secret values out of a text
   * @param background of what is wrong
   */
  IncidentRounds(
      Swarm swarm,
      Estates estates,
      Announcer announcer,
      Chat chat,
      UnaryOperator<String> redaction,
      Background background,
      InstantSource clock) {
    AlertRoom room = new AlertRoom(announcer, estates, new Access(new ChatDirectory(chat)));
    IncidentRecords records = new IncidentRecords(new SwarmRecords(swarm), clock);
    incidents = new RecordedIncidents(records, room, redaction, background, clock);
    reactions = new AlertReactions(incidents, room, chat);
  }

  Incidents incidents() {
    return incidents;
  }

  /** The server told this message of the bot's own again. */
  void touched(String message) {
    reactions.touched(message);
  }

  /** Called now and then. */
  void look() {
    incidents.look();
    reactions.look();
  }
}
