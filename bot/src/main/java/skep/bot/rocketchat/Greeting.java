package skep.bot.rocketchat;

/** What the bot says in a room it was put into. */
final class Greeting {
  private Greeting() {}

  static String encrypted(RoomContext room) {
    return ":lock: I cannot read encrypted messages, so nothing was done for what you wrote%s. Give me commands in a room that is not encrypted."
        .formatted(room.name().map(name -> " in #" + name).orElse(" to me"));
  }

  /**
   * @param slashes whether web clients of this server send {@code /deploy} on
   */
  static String text(String ownName, boolean slashes) {
    String hello =
        ":honey_pot: Hello, I am Skep: I deploy what the estate says. `%s` shows what I can do."
            .formatted(slashes ? "/help" : "!help");
    return slashes
        ? hello
        : hello
            + "\nThis server's web client keeps `/deploy` to itself. An administrator can let it"
            + " through: Administration → Settings → Message → _Allow Unrecognized Slash Commands_"
            + " (`Message_AllowUnrecognizedSlashCommand`). Until then, and always: `!deploy web` or"
            + " `@%s deploy web`.".formatted(ownName);
  }
}
