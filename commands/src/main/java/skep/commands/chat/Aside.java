package skep.commands.chat;

/** What is for one person's eyes alone. */
@FunctionalInterface
public interface Aside {
  /** At a terminal there is no conversation to have. */
  Aside NONE = (_, _) -> false;

  /**
   * Says it in a direct conversation.
   *
   * @return false where the person cannot be reached there
   */
  boolean tell(Person person, String text);
}
