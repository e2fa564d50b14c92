package skep.commands.secrets;

import skep.commands.chat.Person;
import skep.secrets.repository.EstateChange.Author;

/** Who a commit names: the person who asked, by the name and id they have in chat. */
public final class Authors {
  private Authors() {}

  public static Author of(Person person) {
    String name = plain(person.username());
    String domain = person.atTerminal() ? "terminal.invalid" : "chat.invalid";
    return new Author(
        name.isBlank() ? "somebody" : name,
        plain(person.id().replace("terminal:", "")).replace(' ', '-') + "@" + domain);
  }

  private static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}<>@:]", "").strip();
  }
}
