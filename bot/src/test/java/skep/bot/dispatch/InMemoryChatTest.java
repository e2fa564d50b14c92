package skep.bot.dispatch;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skep.commands.chat.Picture;

class InMemoryChatTest extends ChatContract {
  private final InMemoryChat chat =
      new InMemoryChat(
          Set.of("you", "colleague"),
          Map.of("ops-deployers", Set.of("you")),
          InstantSource.system());
  private int messages;

  @Override
  protected Chat chat() {
    return chat;
  }

  @Override
  protected String room() {
    return "ops";
  }

  @Override
  protected String said() {
    messages++;
    return "message" + messages;
  }

  @Override
  protected void personReacts(String username, String message, String emoji) {
    chat.personReacts(username, message, emoji);
  }

  @Override
  protected String userId(String username) {
    return username;
  }

  @Override
  protected List<String> shown(String thread) {
    return chat.thread(thread);
  }

  @Override
  protected List<String> pictures(String thread) {
    return chat.pictures(thread).stream().map(Picture::name).toList();
  }
}
