package skep.bot.rocketchat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import skep.bot.dispatch.Chat;
import skep.bot.dispatch.ChatContract;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Said;

/** The real adapter, in front of the embedded server. */
class RocketChatContractTest extends ChatContract {
  private final LocalChat server = LocalChat.start(LocalChat.Options.onFreePort());
  private final RocketChat chat =
      RocketChat.signIn(
          RocketChatOptions.of(URI.create(server.url()), server.botUserId(), server.botToken()));

  RocketChatContractTest() {
    server.remove("colleague", "ops-deployers");
  }

  @AfterEach
  void stop() {
    chat.close();
    server.close();
  }

  @Override
  protected Chat chat() {
    return chat;
  }

  @Override
  protected String room() {
    return server.roomId("ops");
  }

  @Override
  protected String said() {
    return server.say("you", "ops", "/deploy web");
  }

  @Override
  protected void personReacts(String username, String message, String emoji) {
    server.mischief().react(username, message, emoji);
  }

  @Override
  protected String userId(String username) {
    return server.userId(username);
  }

  @Override
  protected List<String> shown(String thread) {
    return server.said("ops").stream()
        .filter(said -> said.thread().equals(Optional.of(thread)))
        .map(Said::text)
        .toList();
  }

  @Override
  protected List<String> pictures(String thread) {
    return server.said("ops").stream()
        .filter(said -> said.thread().equals(Optional.of(thread)))
        .flatMap(said -> said.files().stream())
        .map(name -> name.replace(".png", ""))
        .toList();
  }
}
