package skep.bot.rocketchat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skep.bot.dispatch.Chat.Post;
import skep.bot.text.Showable;
import skep.commands.chat.Picture;

/**
 * Takes what is to be said and says it, room by room in order, until the server took it or refused
 * it for good. Callers never wait.
 */
public final class Outbox implements AutoCloseable {
  private final RocketChatRest rest;
  private final RocketChatOptions.Timing timing;
  private final WriteRate rate = new WriteRate();
  private final Map<String, RoomOutbox> rooms = new HashMap<>();

  public Outbox(RocketChatRest rest, RocketChatOptions.Timing timing) {
    this.rest = rest;
    this.timing = timing;
  }

  /** The id the message has, or will have. */
  public String post(Post post) {
    String id = post.id().orElseGet(MessageIds::random);
    room(post.room()).post(id, post.withText(Showable.inChat(post.text())));
    return id;
  }

  public void edit(String room, String message, String text) {
    room(room).edit(message, Showable.inChat(text));
  }

  /** As an edit, but told as soon as what is queued before it. */
  public void conclude(String room, String message, String text) {
    room(room).conclude(message, Showable.inChat(text));
  }

  public void picture(String room, String thread, Picture picture) {
    room(room).add(new Delivery.Show(thread, picture));
  }

  /** The account is one that may send many messages. */
  public void mayMany() {
    rate.mayMany();
  }

  /** In no room's order: reactions stand for themselves. */
  public void react(String message, String emoji) {
    room("").add(new Delivery.React(message, emoji));
  }

  /** Whether everything queued was taken or refused within this time. */
  public boolean flush(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    boolean done = true;
    for (RoomOutbox room : all()) {
      done &= room.flush(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    return done;
  }

  /** How many messages and edits the server did not take yet. */
  int waiting() {
    return all().stream().mapToInt(RoomOutbox::waiting).sum();
  }

  private synchronized List<RoomOutbox> all() {
    return List.copyOf(rooms.values());
  }

  private synchronized RoomOutbox room(String id) {
    return rooms.computeIfAbsent(id, room -> RoomOutbox.open(room, rest, rate, timing));
  }

  /** What is queued is dropped; flush first. */
  @Override
  public synchronized void close() {
    rooms.values().forEach(RoomOutbox::close);
  }
}
