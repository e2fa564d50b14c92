package skep.commands.chat;

/**
 * @param id Rocket.Chat's room id, or {@code terminal}
 * @param name the one the server keeps unique, never the one it is shown under, which anybody
 *     chooses freely; empty for direct conversations and whatever else has none
 * @param direct whether it is a direct conversation
 */
public record Room(String id, String name, boolean direct) {}
