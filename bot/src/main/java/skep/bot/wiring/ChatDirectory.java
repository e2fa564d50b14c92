package skep.bot.wiring;

import java.util.Set;
import skep.bot.dispatch.Chat;
import skep.bot.dispatch.Chat.UserView;
import skep.commands.access.Directory;

/** What the chat server knows about people; a deactivated account is in no room. */
final class ChatDirectory implements Directory {
  private final Chat chat;

  ChatDirectory(Chat chat) {
    this.chat = chat;
  }

  @Override
  public boolean isMember(String room, String person) {
    return chat.isMember(room, person) && chat.user(person).filter(UserView::active).isPresent();
  }

  /** A bot without administrator rights may not read them, so nobody has any. */
  @Override
  public Set<String> roles(String person) {
    return Set.of();
  }
}
