package skep.bot.rocketchat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the server one thing at a time about one room, and what to do where it is refused. */
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private final String room;
  private final RocketChatRest rest;
  private final Map<String, Optional<String>> threads = new Remembered<>();
  private final Map<String, String> replaced = new Remembered<>();
  private final LastSaid lastSaid = new LastSaid();

  Courier(String room, RocketChatRest rest) {
    this.room = room;
    this.rest = rest;
  }

  /** A message of ours is going to stand in this thread. */
  synchronized void posts(String id, Optional<String> thread) {
    threads.put(id, thread);
  }

  /**
   * Blocks until the server answered; throws {@link RocketChatException}.
   *
   * @param again whether it was tried before, and may have arrived
   */
  void tell(Delivery delivery, boolean again) {
    try {
      deliver(delivery, again);
    } catch (RocketChatException.Unreachable e) {
      lastSaid.unreachable();
      throw e;
    }
  }

  private void deliver(Delivery delivery, boolean again) {
    switch (delivery) {
      case Delivery.Send send -> send(send, again);
      case Delivery.Continuation more -> goOn(more);
      case Delivery.Attach attach -> attach(attach);
      case Delivery.Show show -> show(show);
      case Delivery.Edit edit -> edit(edit);
      case Delivery.React react -> rest.react(react.messageId(), react.emoji(), true);
    }
  }

  /** What the server answers to an id it has already is no answer: look whether it is there. */
  private void send(Delivery.Send send, boolean again) {
    if (again && rest.message(send.messageId()).isPresent()) {
      return;
    }
    try {
      String stored = rest.send(send.messageId(), room, send.thread(), send.text(), send.actions());
      lastSaid.stands(send.messageId(), stored);
    } catch (RocketChatException.Refused e) {
      if (rest.message(send.messageId()).isEmpty()) {
        throw e;
      }
    }
  }

  /** A message that somebody deleted meanwhile is said anew where it stood. */
  private void edit(Delivery.Edit edit) {
    String id = replacement(edit.messageId());
    if (lastSaid.isDoubtful(id) && isForeign(id)) {
      LOG.info("message {} stays as somebody else left it", id);
      return;
    }
    lastSaid.tries(id, edit.text());
    try {
      lastSaid.stands(id, rest.update(room, id, edit.text()));
    } catch (RocketChatException.Refused e) {
      Optional<Optional<String>> thread = threadOfOwn(edit.messageId());
      if (thread.isEmpty() || isThere(id)) {
        throw e;
      }
      String again = MessageIds.derived(id, "again");
      rest.send(again, room, thread.get(), edit.text(), List.of());
      replace(edit.messageId(), again);
    }
  }

  private boolean isThere(String id) {
    return rest.message(id)
        .filter(message -> !message.type().equals(Optional.of(ChatMessage.REMOVED)))
        .isPresent();
  }

  private boolean isForeign(String id) {
    return rest.message(id).filter(message -> lastSaid.isForeign(id, message.text())).isPresent();
  }

  private synchronized String replacement(String id) {
    return replaced.getOrDefault(id, id);
  }

  private synchronized void replace(String id, String other) {
    replaced.put(id, other);
  }

  /** Empty where this program did not post it. */
  private synchronized Optional<Optional<String>> threadOfOwn(String id) {
    return Optional.ofNullable(threads.get(id));
  }

  /** Where the server takes no files, or not this one, its text follows in messages. */
  private void attach(Delivery.Attach attach) {
    String thread = threadOf(attach.messageId());
    try {
      rest.uploads().text(room, thread, attach.file().name(), attach.file().text());
    } catch (RocketChatException.Refused e) {
      LOG.info("no file {} in {}: {}", attach.file().name(), room, e.getMessage());
      List<String> texts = LongText.split(attach.file().text());
      for (int i = 0; i < texts.size(); i++) {
        String id = MessageIds.derived(attach.messageId(), "whole " + i);
        goOn(new Delivery.Continuation(id, attach.messageId(), texts.get(i)));
      }
    }
  }

  /** Its message has no id of our own: what tells that it is there is the file's name. */
  private void show(Delivery.Show show) {
    String name = show.picture().name() + ".png";
    if (rest.uploads().isThere(show.thread(), name)) {
      return;
    }
    try {
      rest.uploads().picture(room, show.thread(), name, show.picture());
    } catch (RocketChatException.Refused e) {
      LOG.info("no picture {} in {}: {}", name, room, e.getMessage());
    }
  }

  private String threadOf(String message) {
    return rest.message(message).flatMap(ChatMessage::thread).orElse(message);
  }

  private void goOn(Delivery.Continuation more) {
    if (rest.message(more.messageId()).isPresent()) {
      rest.update(room, more.messageId(), more.text());
      return;
    }
    Optional<String> thread = Optional.of(threadOf(more.origin()));
    rest.send(more.messageId(), room, thread, more.text(), List.of());
  }
}
