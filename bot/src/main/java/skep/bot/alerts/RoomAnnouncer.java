package skep.bot.alerts;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import skep.bot.dispatch.Chat;
import skep.bot.dispatch.Chat.Post;
import skep.bot.dispatch.ChatUnreachableException;
import skep.bot.dispatch.ReplyId;
import skep.commands.chat.Announcer;
import skep.commands.chat.Quoted;

/**
 * Tells rooms by name. What cannot be told because the chat server is away waits, the newest word
 * on each matter only; what cannot be told at all is logged.
 */
public final class RoomAnnouncer implements Announcer, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RoomAnnouncer.class.getName());

  private final Chat chat;
  private final UnaryOperator<String> redaction;
  private final Duration retry;
  private final SequencedMap<String, Announcement> pending = new LinkedHashMap<>();
  private final Set<String> told = new HashSet<>();
  private final Map<String, String> rooms = new ConcurrentHashMap<>();
  private final Thread thread = Thread.ofVirtual().name("announcer").unstarted(this::work);
  private boolean busy;
  private volatile boolean closed;

  private RoomAnnouncer(Chat chat, UnaryOperator<String> redaction, Duration retry) {
    this.chat = chat;
    this.redaction = redaction;
    this.retry = retry;
  }

  /**
   * @param redaction takes known secret values out of a text
   * @param retry between two tries while the chat server is away
   */
  public static RoomAnnouncer start(Chat chat, UnaryOperator<String> redaction, Duration retry) {
    RoomAnnouncer announcer = new RoomAnnouncer(chat, redaction, retry);
    announcer.thread.start();
    return announcer;
  }

  @Override
  public synchronized void tell(Announcement announcement) {
    pending.put(id(announcement), announcement);
    notifyAll();
  }

  private static String id(Announcement announcement) {
    return message(announcement.room(), announcement.key());
  }

  /**
   * The id of the message that tells of this matter in this room: one, whichever bot tells it.
   *
   * @param room its name
   */
  public static String message(String room, String key) {
    return ReplyId.to(key, "alert in " + room);
  }

  private void work() {
    try {
      while (!closed) {
        Map.Entry<String, Announcement> next = next();
        if (!tried(next.getKey(), next.getValue())) {
          keep(next);
          Thread.sleep(retry);
        }
        synchronized (this) {
          busy = false;
          notifyAll();
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "no more news are told");
    }
  }

  private synchronized Map.Entry<String, Announcement> next() throws InterruptedException {
    while (pending.isEmpty()) {
      wait();
    }
    busy = true;
    return pending.pollFirstEntry();
  }

  /** To its place at the front, unless there is a newer word on it. */
  private synchronized void keep(Map.Entry<String, Announcement> entry) {
    if (!pending.containsKey(entry.getKey())) {
      pending.putFirst(entry.getKey(), entry.getValue());
    }
  }

  /** False where it should be tried again. */
  private boolean tried(String id, Announcement announcement) {
    try {
      Optional<String> room = room(announcement.room());
      if (room.isEmpty()) {
        LOG.log(
            Level.WARNING,
            "there is no room #{0} the bot is in, so nobody heard: {1}",
            new Object[] {announcement.room(), redaction.apply(announcement.text())});
        return true;
      }
      if (!announcement.late() || isOpen(id)) {
        say(id, room.get(), redaction.apply(text(announcement)));
      }
      return true;
    } catch (ChatUnreachableException e) {
      return false;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "news could not be told", e);
      return true;
    }
  }

  private void say(String id, String room, String text) {
    // An earlier bot may have posted it, with this text or with another.
    if (told.contains(id) || chat.textOf(id).filter(text::equals).isEmpty()) {
      if (told.add(id)) {
        chat.post(Post.in(room, text).withId(id));
      }
      chat.conclude(room, id, text);
    }
  }

  /** Also where nothing was said of it at all. */
  private boolean isOpen(String id) {
    return chat.textOf(id).stream().allMatch(text -> OPEN.stream().anyMatch(text::startsWith));
  }

  private Optional<String> room(String name) {
    String known = rooms.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> found = chat.roomNamed(name);
    found.ifPresent(id -> rooms.put(name, id));
    return found;
  }

  private String text(Announcement announcement) {
    String calls =
        announcement.persons().stream()
            .flatMap(person -> chat.user(person).stream())
            .map(user -> Quoted.person(user.username()))
            .collect(Collectors.joining(" "));
    String link =
        announcement.origin().flatMap(chat::linkTo).map(" · [thread](%s)"::formatted).orElse("");
    return announcement.text() + link + (calls.isEmpty() ? "" : "\n" + calls);
  }

  /** Waits until all was handed on to the chat, at most this long. */
  public synchronized boolean flush(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (busy || !pending.isEmpty()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
