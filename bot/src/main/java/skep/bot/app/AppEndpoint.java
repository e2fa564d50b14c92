package skep.bot.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.bot.dispatch.Chat;
import skep.bot.dispatch.Chat.UserView;
import skep.bot.dispatch.ChatUnreachableException;
import skep.bot.dispatch.Heard;
import skep.bot.dispatch.OnBehalf;
import skep.bot.dispatch.ReplyId;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.secrets.redaction.SecretValue;

/**
 * {@code POST /rocketchat-app/command}: a slash command typed where the App is installed leaves no
 * message in the room, so the bot writes one, and hears it as if it had been typed. Answers 202
 * with nothing, or what to tell the person alone.
 */
public final class AppEndpoint implements HttpHandler {
  public static final String PATH = "/rocketchat-app/command";

  private static final int LARGEST = 64 * 1024;
  private static final Logger LOG = Logger.getLogger(AppEndpoint.class.getName());

  private final Signature signature;
  private final Chat chat;
  private final OnBehalf onBehalf;

  /**
   * @param takes false where the bot takes nothing any more
   */
  public AppEndpoint(SecretValue secret, InstantSource clock, Chat chat, Predicate<Heard> takes) {
    this.signature = new Signature(secret, clock);
    this.chat = chat;
    this.onBehalf = new OnBehalf(chat, takes);
  }

  private record Answer(int status, String text) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] text = answer.text().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
      exchange.getResponseBody().write(text);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(PATH)) {
      return new Answer(404, "");
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return new Answer(405, "");
    }
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      return new Answer(413, "A command is one line.");
    }
    Optional<String> fault =
        signature.fault(
            header(exchange, "X-Skep-Time"), header(exchange, "X-Skep-Signature"), body);
    if (fault.isPresent()) {
      LOG.log(Level.WARNING, "a command of the App was refused: {0}", fault.get());
      return new Answer(401, "Skep refuses this server's App: " + fault.get() + ".");
    }
    try {
      return command(AppCall.parse(body));
    } catch (IllegalArgumentException e) {
      return new Answer(400, "Skep does not understand the App: " + e.getMessage() + ".");
    } catch (ChatUnreachableException e) {
      return new Answer(503, "Skep cannot ask the chat server who you are; nothing was done.");
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  private Answer command(AppCall call) {
    Optional<UserView> user = chat.user(call.user()).filter(one -> one.active() && !one.bot());
    if (user.isEmpty()) {
      return new Answer(403, "Skep takes commands from active persons' accounts only.");
    }
    Optional<Room> room = chat.ownRoom(call.room());
    if (room.isEmpty()) {
      return new Answer(403, "Skep is not in this room: invite it, then type it again.");
    }
    Person by = new Person(user.get().id(), user.get().username());
    boolean taken =
        onBehalf.give(
            new OnBehalf.Order(
                ReplyId.to(call.id(), "app"), by, room.get(), call.thread(), call.text(), "typed"));
    return taken
        ? new Answer(202, "")
        : new Answer(503, "Skep is being restarted; nothing was done. Type it again in a minute.");
  }
}
