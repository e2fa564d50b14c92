package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rocket.Chat's documents; the two forms differ only in how a date is written. */
enum Documents {
  /** As on DDP: {@code {"$date": milliseconds}}. */
  EJSON {
    @Override
    JsonNode date(Instant time) {
      return JSON.objectNode().put("$date", time.toEpochMilli());
    }
  },
  /** As on REST: ISO-8601 text. */
  ISO {
    @Override
    JsonNode date(Instant time) {
      return JSON.textNode(time.toString());
    }
  };

  static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern MENTION = Pattern.compile("(?<![\\w`])@([a-zA-Z0-9._-]+)");

  abstract JsonNode date(Instant time);

  ObjectNode message(StoredMessage message, Accounts accounts) {
    ObjectNode doc = JSON.objectNode();
    doc.put("_id", message.id()).put("rid", message.roomId()).put("msg", message.text());
    doc.set("ts", date(message.sent()));
    Account author = accounts.byId(message.author().id()).orElse(message.author());
    doc.set("u", person(author).put("name", author.name()));
    doc.set("_updatedAt", date(message.updated()));
    doc.putArray("urls");
    doc.putArray("channels");
    mentions(message, accounts, doc);
    message.extras().forEach(doc::set);
    message.thread().ifPresent(thread -> doc.put("tmid", thread));
    message
        .edit()
        .ifPresent(edit -> {
          doc.set("editedAt", date(edit.at()));
          doc.set("editedBy", person(edit.by()));
        });
    thread(message.replies(), doc);
    reactions(message, doc);
    return doc;
  }

  private static void mentions(StoredMessage message, Accounts accounts, ObjectNode doc) {
    var mentions = doc.putArray("mentions");
    Matcher matcher = MENTION.matcher(message.text());
    while (matcher.find()) {
      accounts
          .byUsername(matcher.group(1))
          .ifPresent(a -> mentions.add(person(a).put("name", a.name()).put("type", "user")));
    }
  }

  private void thread(StoredMessage.Replies replies, ObjectNode doc) {
    replies
        .last()
        .ifPresent(last -> {
          doc.put("tcount", replies.count());
          doc.set("tlm", date(last));
          replies.userIds().forEach(doc.putArray("replies")::add);
        });
  }

  private static void reactions(StoredMessage message, ObjectNode doc) {
    if (message.reactions().isEmpty()) {
      return;
    }
    ObjectNode reactions = doc.putObject("reactions");
    message
        .reactions()
        .forEach(
            (emoji, names) -> names.forEach(reactions.putObject(emoji).putArray("usernames")::add));
  }

  ObjectNode room(ChatRoom room, Accounts accounts) {
    ObjectNode doc = JSON.objectNode();
    doc.put("_id", room.id()).put("t", room.kind().letter);
    room.name().ifPresent(name -> doc.put("name", name).put("fname", name));
    room.discussion().ifPresent(of -> doc.put("prid", of.parent()).put("fname", of.title()));
    if (room.kind() == ChatRoom.Kind.DIRECT) {
      room.members().forEach(doc.putArray("uids")::add);
      var usernames = doc.putArray("usernames");
      room.members().stream()
          .flatMap(id -> accounts.byId(id).stream())
          .forEach(account -> usernames.add(account.username()));
    }
    doc.put("usersCount", room.members().size());
    doc.set("lm", date(room.changed()));
    doc.set("_updatedAt", date(room.changed()));
    return doc;
  }

  /** The member's own view of a room; a direct room is named after the other one. */
  ObjectNode subscription(ChatRoom room, Account owner, Accounts accounts) {
    ObjectNode doc = JSON.objectNode();
    String name =
        room.name()
            .orElseGet(() ->
                room.members().stream()
                    .filter(id -> !id.equals(owner.id()))
                    .flatMap(id -> accounts.byId(id).stream())
                    .map(Account::username)
                    .findFirst()
                    .orElse(owner.username()));
    doc.put("_id", Ids.of("subscription:" + room.id() + owner.id()))
        .put("rid", room.id())
        .put("t", room.kind().letter)
        .put("name", name)
        .put("fname", name)
        .put("open", true);
    room.discussion().ifPresent(of -> doc.put("prid", of.parent()).put("fname", of.title()));
    doc.set("u", person(owner));
    doc.set("_updatedAt", date(room.changed()));
    return doc;
  }

  /** Roles and settings are shown to their owner only. */
  static ObjectNode user(Account account, boolean self) {
    ObjectNode doc = person(account).put("name", account.name());
    doc.put("type", account.isBot() ? "bot" : "user")
        .put("status", "online")
        .put("active", account.active());
    if (self) {
      account.roles().stream().sorted().forEach(doc.putArray("roles")::add);
    }
    return doc;
  }

  static ObjectNode person(Account account) {
    return JSON.objectNode().put("_id", account.id()).put("username", account.username());
  }
}
