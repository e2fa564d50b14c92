package skep.commands.chat;

/**
 * @param id Rocket.Chat's room id, or {@code terminal}
 * @param name shown; empty for direct messages
 * @param direct whether it is a direct conversation
 */
public record Room(String id, String name, boolean direct) {}
