package skep.bot.wiring;

import java.util.Optional;
import java.util.Set;
import skep.bot.dispatch.Chat;
import skep.bot.dispatch.Chat.UserView;
import skep.commands.access.Directory;
import skep.commands.chat.Person;

/** What the chat server knows about people; a deactivated account is in no room. */
final class ChatDirectory implements Directory {
  private final Chat chat;

  ChatDirectory(Chat chat) {
    this.chat = chat;
  }

  @Override
  public boolean isMember(String room, String person) {
    return chat.isMember(room, person) && isActive(person);
  }

  @Override
  public boolean isActive(String person) {
    return chat.user(person).filter(UserView::active).isPresent();
  }

  @Override
  public Set<String> roles(String person) {
    return chat.roles(person)
        .orElseThrow(() ->
            new Unknown(
                "I may not read roles on the chat server: it needs the permission"
                    + " view-full-other-user-info for my role"));
  }

  @Override
  public Optional<Person> named(String username) {
    return chat.userNamed(username)
        .filter(UserView::active)
        .map(user -> new Person(user.id(), user.username()));
  }

  @Override
  public Optional<String> blind(String room) {
    return chat.seesRoom(room)
        ? Optional.empty()
        : Optional.of("I am in no private room #" + room + ", so I cannot see who is: invite me");
  }
}
