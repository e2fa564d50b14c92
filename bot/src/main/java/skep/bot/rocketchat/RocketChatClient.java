package skep.bot.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens. Connects, signs in, subscribes, reads back what was missed, and starts over when the
 * connection is lost, for ever; only a token that is refused ends it.
 *
 * <p>Subscribing comes before reading back: the other way round leaves a hole between the two.
 * Hence a message may arrive twice, with the same id.
 */
public final class RocketChatClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RocketChatClient.class);
  private static final Duration HANDSHAKE = Duration.ofSeconds(20);

  /** Hears what happens; called from the client's one thread, in order. */
  public interface Listener {
    /** Before anything arrives; once. */
    void signedIn(RocketChatRest.Me account);

    void arrived(Arrival arrival);

    /** Somebody put the bot into this room. */
    void invited(String room);

    /** Signed in, subscribed, and everything missed has been delivered. */
    void ready();

    /** Cut off; the client is trying again. */
    void lost(String why);

    /** The token is not accepted: the client has stopped. */
    void refused(String why);
  }

  private final OkHttpClient http;
  private final RocketChatOptions options;
  private final Listener listener;
  private final RocketChatRest rest;
  private final CatchUp catchUp;
  private final Canary canary;
  private final Typing typing = new Typing();
  private final DdpSubscriptions subscriptions;
  private final Thread thread;
  private Optional<RocketChatRest.Me> me = Optional.empty();
  private volatile boolean closed;

  public RocketChatClient(
      OkHttpClient http, RocketChatOptions options, RocketChatRest rest, Listener listener) {
    this.http = http;
    this.options = options;
    this.listener = listener;
    this.rest = rest;
    this.catchUp = new CatchUp(rest, options.since());
    this.canary = new Canary(rest, options.timing());
    this.subscriptions = DdpSubscriptions.of(options.userId());
    this.thread = Thread.ofVirtual().name("rocketchat").unstarted(this::listen);
  }

  public void start() {
    thread.start();
  }

  private void listen() {
    Backoff backoff = new Backoff(options.timing().firstRetry(), options.timing().lastRetry());
    try {
      while (!closed) {
        Optional<String> end = conversation(backoff);
        if (end.isPresent() && !closed) {
          listener.lost(end.get());
          Thread.sleep(backoff.next());
        }
      }
    } catch (RocketChatException.Unauthorized e) {
      listener.refused(e.getMessage());
    } catch (InterruptedException e) {
      LOG.debug("stopped listening");
    }
  }

  /** Why it ended. Nothing but a refused token may end listening, hence the broad catch. */
  private Optional<String> conversation(Backoff backoff) throws InterruptedException {
    try {
      converse(backoff);
      return Optional.empty();
    } catch (RocketChatException.Unauthorized e) {
      throw e;
    } catch (DdpConnection.LostException | RocketChatException e) {
      return Optional.of(e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("listening broke off", e);
      return Optional.of(e.toString());
    }
  }

  private void converse(Backoff backoff) throws DdpConnection.LostException, InterruptedException {
    if (me.isEmpty()) {
      me = Optional.of(rest.me());
      listener.signedIn(me.get());
    }
    catchUp.begin();
    try (DdpConnection connection = new DdpConnection(http, options)) {
      // Held back: an event heard early must not move the mark that reading back starts from.
      List<JsonNode> early = new ArrayList<>();
      new Handshake(connection, options.revealToken()).run(subscriptions, HANDSHAKE, early::add);
      catchUp.missed().forEach(this::deliver);
      early.forEach(this::event);
      backoff.reset();
      listener.ready();
      canary.begin();
      typing.connected(connection, shownName());
      while (!closed) {
        connection.next(patience()).ifPresent(this::event);
        canary.check(me.orElseThrow());
        typing.renew();
      }
    } finally {
      typing.disconnected();
    }
  }

  Typing typing() {
    return typing;
  }

  private Duration patience() {
    Duration canarys = canary.patience();
    return typing.isShown() && Typing.AGAIN.compareTo(canarys) < 0 ? Typing.AGAIN : canarys;
  }

  /** Only for a sign: where the setting cannot be read, the default is good enough. */
  private String shownName() {
    RocketChatRest.Me self = me.orElseThrow();
    try {
      boolean real = rest.publicSetting("UI_Use_Real_Name").filter("true"::equals).isPresent();
      return real ? self.name() : self.username();
    } catch (RocketChatException e) {
      return self.username();
    }
  }

  private void event(JsonNode frame) {
    if (!frame.path("msg").asText().equals("changed")) {
      return;
    }
    JsonNode fields = frame.path("fields");
    JsonNode args = fields.path("args");
    switch (frame.path("collection").asText()) {
      case DdpSubscriptions.MESSAGES -> {
        canary.heard();
        ChatMessage.parse(args.path(0))
            .map(message -> new Arrival(message, RoomContext.parse(args.path(1))))
            .ifPresent(arrival -> {
              deliver(arrival);
              catchUp.seen(arrival.message());
            });
      }
      case DdpSubscriptions.USER -> own(fields.path("eventName").asText(), args);
      default -> {}
    }
  }

  /** Notices only the bot gets: a refused message, or that it is about to be signed out. */
  private void own(String event, JsonNode args) {
    if (event.endsWith("/message")) {
      LOG.warn("Rocket.Chat tells the bot: {}", args.path(0).path("msg").asText());
    } else if (event.endsWith("/subscriptions-changed")) {
      if (args.path(0).asText().equals("inserted")
          && !args.path(1).path("t").asText().equals("d")) {
        listener.invited(args.path(1).path("rid").asText());
      }
    } else if (event.endsWith("/force_logout")) {
      LOG.warn("Rocket.Chat signs the bot out");
    }
  }

  /** A listener that fails must not make the bot deaf. */
  private void deliver(Arrival arrival) {
    try {
      listener.arrived(arrival);
    } catch (RuntimeException e) {
      LOG.error("message {} could not be handled", arrival.message().id(), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
