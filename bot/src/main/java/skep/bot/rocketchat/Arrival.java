package skep.bot.rocketchat;

/** A message and where it came from. */
public record Arrival(ChatMessage message, RoomContext room) {}
