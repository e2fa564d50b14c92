package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.Javalin;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import skep.secrets.redaction.SecretValue;

/**
 * The running server: people {@code you} and {@code colleague} (password = name), the bot's account
 * {@code skep} (token only), the channels {@code ops} and {@code ops-alerts} with all three, and
 * the private group {@code ops-deployers}. Listens on the loopback address unless told otherwise:
 * its passwords are no secrets.
 */
public final class LocalChat implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String BOT = "skep";

  private final Options options;
  private Javalin server;

  /** Kept while the server is down, which knows none then. */
  private final int port;

  private final DdpServer realtime;
  private final ChatStore store;
  private final Accounts accounts;
  private final SecretValue botToken;
  private final UploadApi uploads;
  private final Map<String, JsonNode> settings = LoginApi.settings();
  private final Faults faults = new Faults();
  private final Limits limits;

  /**
   * @param port 0 takes a free one
   * @param banner what the page says at its top: which engine runs behind it
   * @param address of this machine to listen on
   * @param personality which of the two realtime servers it is like
   */
  public record Options(
      int port, String banner, Clock clock, String address, Personality personality) {
    public Options(int port, String banner, Clock clock) {
      this(port, banner, clock, LOOPBACK, Personality.MONOLITH);
    }

    public static Options onFreePort() {
      return new Options(0, "", Clock.systemUTC());
    }

    public static Options on(int port, String banner) {
      return new Options(port, banner, Clock.systemUTC());
    }

    /** For a network of tests, where nobody else is. */
    public Options at(String other) {
      return new Options(port, banner, clock, other, personality);
    }

    public Options as(Personality other) {
      return new Options(port, banner, clock, address, other);
    }
  }

  private LocalChat(Options options) {
    this.options = options;
    accounts =
        new Accounts(
            List.of(
                Account.person("you", "You"),
                Account.person("colleague", "Colleague"),
                Account.bot(BOT, "Skep")));
    store = new ChatStore(options.clock());
    Set<String> everybody = accounts.all().stream().map(Account::id).collect(Collectors.toSet());
    store.addRoom(ChatRoom.Kind.CHANNEL, "ops", everybody);
    store.addRoom(ChatRoom.Kind.CHANNEL, "ops-alerts", everybody);
    // The bot reads who is in the group, and only members may.
    store.addRoom(ChatRoom.Kind.GROUP, "ops-deployers", everybody);
    botToken = SecretValue.of(accounts.newToken(account(BOT)));
    limits = new Limits(options.clock());
    uploads = new UploadApi(store, accounts);
    Streams streams = new Streams(store, accounts);
    realtime =
        new DdpServer(
            store,
            options.personality().manners(),
            new DdpMethods(accounts, store, options.clock()),
            streams);
    server = listen(options.port());
    port = server.port();
  }

  public static LocalChat start(Options options) {
    return new LocalChat(options);
  }

  private Javalin listen(int port) {
    return Javalin.start(config -> {
      config.startup.showJavalinBanner = false;
      config.startup.showOldJavalinVersionWarning = false;
      config.startup.startupWatcherEnabled = false;
      config.concurrency.useVirtualThreads = true;
      config.jetty.host = options.address();
      config.jetty.port = port;
      config.jetty.modifyHttpConfiguration(http -> http.setSendDateHeader(false));
      config.routes.before(ctx -> ctx.header("Date", date()));
      new SameOrigin(options.address()).register(config.routes);
      faults.register(config.routes);
      config.routes.ws("/websocket", realtime::serve);
      Rest rest = new Rest(config.routes, accounts, limits);
      new LoginApi(accounts, settings).register(config.routes, rest);
      new ChatApi(store, accounts).register(rest);
      uploads.register(config.routes, rest);
      new HistoryApi(store, accounts).register(rest);
      new RoomsApi(store, accounts).register(rest);
      new Page(options.banner()).register(config.routes);
    });
  }

  /** By this server's clock, which need not be the machine's. */
  private String date() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        options.clock().instant().atOffset(ZoneOffset.UTC));
  }

  /** Without a slash at the end. */
  public String url() {
    return "http://%s:%d".formatted(options.address(), port);
  }

  public String botUserId() {
    return account(BOT).id();
  }

  public SecretValue botToken() {
    return botToken;
  }

  public String userId(String username) {
    return account(username).id();
  }

  public String roomId(String name) {
    return store.roomNamed(name).map(ChatRoom::id).orElseThrow();
  }

  /** The direct room of these two, opened where it does not exist. */
  public String directRoomId(String one, String other) {
    return store.direct(account(one), account(other)).id();
  }

  /** Says something as this person; the message's id. */
  public String say(String username, String room, String text) {
    return send(username, room, Optional.empty(), text);
  }

  public String reply(String username, String room, String thread, String text) {
    return send(username, room, Optional.of(thread), text);
  }

  private String send(String username, String room, Optional<String> thread, String text) {
    String roomId = store.roomNamed(room).map(ChatRoom::id).orElse(room);
    return store
        .send(account(username), new ChatStore.Draft(Ids.random(), roomId, text, thread, Map.of()))
        .orElseThrow()
        .id();
  }

  /** All that was said in a room, threads included, oldest first. */
  public List<Said> said(String room) {
    String roomId = store.roomNamed(room).map(ChatRoom::id).orElse(room);
    return store.messagesIn(roomId).stream().map(Said::of).toList();
  }

  /** What a file that was posted holds. */
  public Optional<byte[]> file(String name) {
    return uploads.content(name);
  }

  /** Who types in this room now. */
  public Set<String> typing(String room) {
    return store.typing(roomId(room));
  }

  /** How often a message was edited. */
  public int edits(String messageId) {
    return store.edits(messageId);
  }

  /** Removes somebody from a room. */
  public void remove(String username, String room) {
    ChatRoom from = store.roomNamed(room).orElseThrow();
    Set<String> left =
        from.members().stream()
            .filter(id -> !id.equals(userId(username)))
            .collect(Collectors.toSet());
    store.setMembers(from.id(), left);
  }

  public Mischief mischief() {
    return new Mischief(store, accounts, settings);
  }

  /** Opens a public channel that only people are in. */
  public void openChannel(String name) {
    store.addRoom(ChatRoom.Kind.CHANNEL, name, Set.of(userId("you"), userId("colleague")));
  }

  /** Puts somebody into a room, as an invitation does. */
  public void add(String username, String room) {
    ChatRoom to = store.roomNamed(room).orElseThrow();
    Set<String> more = new HashSet<>(to.members());
    more.add(userId(username));
    store.setMembers(to.id(), more);
  }

  /** From now on every endpoint takes so many calls in so much time, but from bots. */
  public void limit(int calls, Duration time) {
    limits.set(calls, time);
  }

  /** How many calls were too many. */
  public int refusedByLimit() {
    return limits.refused();
  }

  /** A public setting of the server, as an administrator sets it. */
  public void setting(String name, boolean value) {
    settings.put(name, JsonNodeFactory.instance.booleanNode(value));
  }

  /** Cuts all realtime connections without a goodbye, as a broken network does. */
  public void cutConnections() {
    realtime.cut();
  }

  public void breakConnections(Breakage how) {
    realtime.end(how);
  }

  /** How many subscriptions each open realtime connection has. */
  public List<Integer> subscriptions() {
    return realtime.subscriptions();
  }

  /** Tells nobody anything more, while all connections live on and pings are answered. */
  public void forgetSubscriptions() {
    realtime.forget();
  }

  /**
   * Stops answering, does this meanwhile, and answers again at the same address with all that was
   * said, as a server does that is restarted.
   */
  public void whileDown(Runnable meanwhile) {
    server.stop();
    meanwhile.run();
    server = listen(port);
  }

  /**
   * From now on this endpoint answers so, whoever asks, and does nothing.
   *
   * @param endpoint below {@code /api/v1/}
   * @return how often it did by then
   */
  public IntSupplier answer(String endpoint, Answer answer) {
    return faults.put(endpoint, answer);
  }

  /** All endpoints do their work again. */
  public void answerAsUsual() {
    faults.clear();
  }

  /** Makes the bot's token worthless. */
  public void revokeBotToken() {
    accounts.revoke(new String(botToken.reveal(), StandardCharsets.UTF_8));
  }

  private Account account(String username) {
    return accounts.byUsername(username).orElseThrow();
  }

  @Override
  public void close() {
    realtime.close();
    server.stop();
  }
}
