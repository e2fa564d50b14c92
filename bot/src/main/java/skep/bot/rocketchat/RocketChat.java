package skep.bot.rocketchat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import skep.bot.dispatch.Chat;
import skep.bot.dispatch.ChatUnreachableException;
import skep.bot.dispatch.Heard;
import skep.commands.chat.Person;
import skep.commands.chat.Room;

/** The bot's whole presence on one Rocket.Chat server. */
public final class RocketChat implements Chat, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RocketChat.class);

  private final OkHttpClient http;
  private final RocketChatRest rest;
  private final RocketChatOptions options;
  private final Outbox outbox;
  private final RocketChatRest.Me me;
  private Optional<RocketChatClient> client = Optional.empty();

  /** What becomes of the connection; called from the client's thread. */
  public interface Watcher {
    void ready();

    void lost(String why);

    /** The token is not accepted any more; only a person can help. */
    void refused(String why);
  }

  private RocketChat(
      OkHttpClient http, RocketChatRest rest, RocketChatOptions options, RocketChatRest.Me me) {
    this.http = http;
    this.rest = rest;
    this.options = options;
    this.me = me;
    this.outbox = new Outbox(rest, options.timing());
  }

  /** Signs in; throws {@link RocketChatException} where that fails. Does not listen yet. */
  public static RocketChat signIn(RocketChatOptions options) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dispatcher(
                new Dispatcher(
                    Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("okhttp-", 0).factory())))
            .build();
    RocketChatRest rest = new RocketChatRest(new RestCalls(http, options));
    try {
      return new RocketChat(http, rest, options, rest.me());
    } catch (RocketChatException e) {
      release(http);
      throw e;
    }
  }

  /**
   * Signs in as soon as the server is there: Skep may start before it, and may be what starts it.
   *
   * @param waiting told after each attempt that found no server
   */
  public static RocketChat signInWhenThere(RocketChatOptions options, Consumer<String> waiting)
      throws InterruptedException {
    Backoff backoff = new Backoff(options.timing().firstRetry(), options.timing().lastRetry());
    while (true) {
      try {
        return signIn(options);
      } catch (RocketChatException.Unreachable e) {
        waiting.accept(e.getMessage());
        Thread.sleep(backoff.next());
      }
    }
  }

  /**
   * Starts to listen, once.
   *
   * @param verbs the commands' first words, lower case, without the slash
   */
  public synchronized void listen(Set<String> verbs, Heard.Listener listener, Watcher watcher) {
    if (client.isPresent()) {
      throw new IllegalStateException("listening already");
    }
    Hearing.Ears ears = new Hearing.Ears(me.id(), me.username(), verbs);
    RocketChatClient started =
        new RocketChatClient(http, options, rest, new Sorter(ears, listener, watcher));
    client = Optional.of(started);
    started.start();
  }

  @Override
  public String ownId() {
    return me.id();
  }

  @Override
  public String ownName() {
    return me.username();
  }

  /** The roles the bot's account has; without {@code bot} the server slows it down. */
  public Set<String> ownRoles() {
    return me.roles();
  }

  /** Whether the server's web client sends unknown slash commands on, as {@code /deploy} needs. */
  public boolean slashCommandsPass() {
    return asked(() ->
        rest.publicSetting("Message_AllowUnrecognizedSlashCommand")
            .filter("true"::equals)
            .isPresent());
  }

  @Override
  public String post(Post post) {
    return outbox.post(post);
  }

  @Override
  public void edit(String room, String message, String text) {
    outbox.edit(room, message, text);
  }

  @Override
  public void conclude(String room, String message, String text) {
    outbox.conclude(room, message, text);
  }

  @Override
  public void react(String message, String emoji) {
    outbox.react(message, emoji);
  }

  @Override
  public Optional<UserView> user(String id) {
    return asked(() -> rest.user(id));
  }

  /** Private groups only: anybody can join a public channel, or make one of a name that is free. */
  @Override
  public boolean isMember(String roomName, String userId) {
    return asked(() -> rest.groupMembers(roomName).contains(userId));
  }

  @Override
  public boolean flush(Duration atMost) {
    return outbox.flush(atMost);
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (RocketChatException e) {
      throw new ChatUnreachableException(e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    client.ifPresent(RocketChatClient::close);
    outbox.close();
    release(http);
  }

  private static void release(OkHttpClient http) {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  /** Passes on only what was said to the bot. */
  private record Sorter(Hearing.Ears ears, Heard.Listener listener, Watcher watcher)
      implements RocketChatClient.Listener {
    @Override
    public void arrived(Arrival arrival) {
      switch (Hearing.of(arrival.message(), ears, arrival.room())) {
        case Hearing.Command(var line) -> pass(arrival, new Heard.What.Command(line));
        case Hearing.Question(var text) -> pass(arrival, new Heard.What.Question(text));
        case Hearing.NearMiss(var hint) -> pass(arrival, new Heard.What.NearMiss(hint));
        case Hearing.Ignored(var reason) ->
            LOG.trace("message {} ignored: {}", arrival.message().id(), reason);
      }
    }

    private void pass(Arrival arrival, Heard.What what) {
      ChatMessage message = arrival.message();
      listener.heard(
          new Heard(
              message.id(),
              new Person(message.author().id(), message.author().username()),
              new Room(message.roomId(), arrival.room().name().orElse(""), arrival.room().direct()),
              message.thread().orElse(message.id()),
              message.sent(),
              what));
    }

    @Override
    public void ready() {
      watcher.ready();
    }

    @Override
    public void lost(String why) {
      watcher.lost(why);
    }

    @Override
    public void refused(String why) {
      watcher.refused(why);
    }
  }
}
