package skep.bot.rocketchat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import skep.bot.dispatch.Chat;
import skep.bot.dispatch.ChatUnreachableException;
import skep.bot.dispatch.Heard;
import skep.commands.chat.Origin;
import skep.commands.chat.Picture;
import skep.commands.chat.Room;

/** The bot's whole presence on one Rocket.Chat server. */
public final class RocketChat implements Chat, AutoCloseable {

  private final OkHttpClient http;
  private final RocketChatRest rest;
  private final RocketChatOptions options;
  private final Outbox outbox;
  private final UnaryOperator<String> redaction;
  private final AtomicReference<Optional<RocketChatRest.Me>> me =
      new AtomicReference<>(Optional.empty());
  private Optional<RocketChatClient> client = Optional.empty();

  /** What becomes of the connection; called from the client's thread. */
  public interface Watcher {
    void ready();

    void lost(String why);

    /** The token is not accepted any more; only a person can help. */
    void refused(String why);
  }

  private RocketChat(
      OkHttpClient http,
      RocketChatRest rest,
      RocketChatOptions options,
      UnaryOperator<String> redaction) {
    this.redaction = redaction;
    this.http = http;
    this.rest = rest;
    this.options = options;
    this.outbox = new Outbox(rest, options.timing());
  }

  /**
   * Asks the server nothing yet: Skep may start before it, and may be what starts it. What is said
   * is kept until the server is there.
   *
   * @param redaction takes known secret values out of everything that is said
   */
  public static RocketChat open(RocketChatOptions options, UnaryOperator<String> redaction) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dispatcher(
                new Dispatcher(
                    Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("okhttp-", 0).factory())))
            .build();
    return new RocketChat(
        http, new RocketChatRest(new RestCalls(http, options)), options, redaction);
  }

  /** Where nothing secret is known. */
  public static RocketChat open(RocketChatOptions options) {
    return open(options, UnaryOperator.identity());
  }

  /** Signs in; throws {@link RocketChatException} where that fails. Does not listen yet. */
  public static RocketChat signIn(RocketChatOptions options) {
    RocketChat chat = open(options);
    try {
      chat.signedIn(chat.rest.me());
      return chat;
    } catch (RocketChatException e) {
      chat.close();
      throw e;
    }
  }

  void signedIn(RocketChatRest.Me account) {
    me.set(Optional.of(account));
    if (account.roles().contains("bot")) {
      outbox.mayMany();
    }
  }

  /**
   * Starts to listen, once: signs in as soon as the server is there, and again after every lost
   * connection, for ever. Only a refused token ends it.
   *
   * @param verbs the commands' first words, lower case, without the slash
   */
  public synchronized void listen(Set<String> verbs, Heard.Listener listener, Watcher watcher) {
    if (client.isPresent()) {
      throw new IllegalStateException("listening already");
    }
    Supplier<Hearing.Ears> ears =
        () -> new Hearing.Ears(account().id(), account().username(), verbs);
    RocketChatClient started =
        new RocketChatClient(
            http, options, rest, new Sorter(this, new Asides(this, rest), ears, listener, watcher));
    client = Optional.of(started);
    started.start();
  }

  private RocketChatRest.Me account() {
    return me.get().orElseThrow(() -> new IllegalStateException("not signed in yet"));
  }

  /** The bot's own name, without the {@code @}; known once it is signed in. */
  public String ownName() {
    return account().username();
  }

  /** The roles the bot's account has; without {@code bot} the server slows it down. */
  public Set<String> ownRoles() {
    return account().roles();
  }

  /** The id of anybody who is in a room with the bot: what it may know of others differs. */
  public Optional<String> somebodyElse() {
    return asked(() -> rest.somebodyElse(account().id()));
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
    return outbox.post(post.withText(redaction.apply(post.text())));
  }

  @Override
  public void edit(String room, String message, String text) {
    outbox.edit(room, message, redaction.apply(text));
  }

  @Override
  public void conclude(String room, String message, String text) {
    outbox.conclude(room, message, redaction.apply(text));
  }

  @Override
  public void picture(String room, String thread, Picture picture) {
    outbox.picture(room, thread, picture.redacted(redaction));
  }

  @Override
  public synchronized void works(String room, boolean now) {
    client.ifPresent(listening -> {
      if (now) {
        listening.typing().begins(room);
      } else {
        listening.typing().ends(room);
      }
    });
  }

  @Override
  public void react(String message, String emoji) {
    outbox.react(message, emoji);
  }

  @Override
  public Optional<String> textOf(String message) {
    return asked(() -> rest.message(message)).map(ChatMessage::text);
  }

  @Override
  public Optional<Talk> talk(String message) {
    return asked(() -> rest.threads().around(message, options.userId()));
  }

  @Override
  public List<Reaction> reactions(String message) {
    return asked(() -> Reactions.to(message, options.userId(), rest));
  }

  @Override
  public Optional<UserView> user(String id) {
    return asked(() -> rest.user(id));
  }

  @Override
  public Optional<UserView> userNamed(String username) {
    return asked(() -> rest.userNamed(username));
  }

  @Override
  public Optional<Set<String>> roles(String userId) {
    return asked(() -> rest.roles(userId));
  }

  @Override
  public boolean whisper(String userId, String text) {
    return asked(() -> {
      Optional<UserView> person = rest.user(userId).filter(UserView::active);
      person.ifPresent(found -> post(Post.in(rest.directRoom(found.username()), text)));
      return person.isPresent();
    });
  }

  @Override
  public boolean erase(String room, String message) {
    return asked(() -> rest.erase(room, message));
  }

  @Override
  public boolean seesRoom(String roomName) {
    return asked(() -> !rest.groupMembers(roomName).isEmpty());
  }

  /** Private groups only: anybody can join a public channel, or make one of a name that is free. */
  @Override
  public boolean isMember(String roomName, String userId) {
    return asked(() -> rest.groupMembers(roomName).contains(userId));
  }

  @Override
  public Optional<String> roomNamed(String name) {
    return asked(() -> rest.roomNamed(name)).map(RocketChatRest.OwnRoom::id);
  }

  @Override
  public Optional<Room> ownRoom(String id) {
    return asked(rest::ownRooms).stream()
        .filter(room -> room.id().equals(id))
        .findFirst()
        .map(room -> room(room.id(), room.context()));
  }

  static Room room(String id, RoomContext context) {
    return new Room(id, context.name().orElse(""), context.direct());
  }

  @Override
  public Optional<String> linkTo(Origin origin) {
    return asked(() -> rest.room(origin.room()))
        .map(room -> options.address(room.context().path(room.id())) + "?msg=" + origin.message());
  }

  @Override
  public Instant time() {
    return rest.time();
  }

  @Override
  public boolean flush(Duration atMost) {
    return outbox.flush(atMost);
  }

  /** How many messages and edits the server did not take yet. */
  public int waiting() {
    return outbox.waiting();
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
}
