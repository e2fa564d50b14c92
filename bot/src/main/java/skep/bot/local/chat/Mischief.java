package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What other things than a person's own fresh message look like on a Rocket.Chat server, and what
 * becomes of accounts: for tests of what must not be obeyed.
 */
public final class Mischief {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ChatStore store;
  private final Accounts accounts;
  private final Map<String, JsonNode> settings;

  Mischief(ChatStore store, Accounts accounts, Map<String, JsonNode> settings) {
    this.store = store;
    this.accounts = accounts;
    this.settings = settings;
  }

  /** Through an incoming webhook that was set up by this person, whose name it carries. */
  public String fromIntegration(String username, String room, String text) {
    ObjectNode bot = JSON.objectNode().put("i", Ids.random());
    return send(username, room, text, Map.of("bot", bot, "alias", JSON.textNode("Jenkins")));
  }

  /** Sent by this account under somebody else's name. */
  public String underAlias(String username, String room, String alias, String text) {
    return send(username, room, text, Map.of("alias", JSON.textNode(alias)));
  }

  public String federated(String username, String room, String text) {
    ObjectNode origin = JSON.objectNode().put("eventId", "$" + Ids.random());
    return send(username, room, text, Map.of("federation", origin));
  }

  /** In a room with end-to-end encryption: the server cannot read it either. */
  public String encrypted(String username, String room) {
    ObjectNode content =
        JSON.objectNode().put("algorithm", "rc.v1.aes-sha2").put("ciphertext", "c2VjcmV0");
    return send(username, room, "", Map.of("t", JSON.textNode("e2e"), "content", content));
  }

  /** As a message of the system's, whose text is a name: {@code uj}, {@code au}, … */
  public String system(String username, String room, String type, String text) {
    return send(username, room, text, Map.of("t", JSON.textNode(type)));
  }

  /** With fields no client knows yet. */
  public String ofTomorrow(String username, String room, String text) {
    ObjectNode more = JSON.objectNode().put("hologram", true);
    return send(
        username, room, text, Map.of("quantum", more, "md", JSON.textNode("not what it was")));
  }

  /** By its author, or by somebody whose role lets them. */
  public void edit(String username, String message, String text) {
    store.edit(store.message(message).orElseThrow(), text, account(username));
  }

  public void react(String username, String message, String emoji) {
    store.react(store.message(message).orElseThrow(), emoji, username, true);
  }

  /** Takes it back. */
  public void unreact(String username, String message, String emoji) {
    store.react(store.message(message).orElseThrow(), emoji, username, false);
  }

  /**
   * As a web client does it: a slash command that it does not know is sent on only where the server
   * lets such pass. Phones send whatever is typed.
   *
   * @return the message's id; empty where nothing was sent
   */
  public Optional<String> typeInBrowser(String username, String room, String text) {
    JsonNode passes = settings.get("Message_AllowUnrecognizedSlashCommand");
    boolean pass = passes != null && passes.asBoolean();
    return text.startsWith("/") && !pass
        ? Optional.empty()
        : Optional.of(send(username, room, text, Map.of()));
  }

  /** By its author. */
  public void delete(String message) {
    delete(message, false);
  }

  /** So that the room shows that there was one: {@code t: rm}. */
  public void deleteVisibly(String message) {
    delete(message, true);
  }

  private void delete(String message, boolean shown) {
    StoredMessage gone = store.message(message).orElseThrow();
    store.delete(gone, gone.author(), shown);
  }

  /** Starts a discussion of a room that is shown under this title; its id. */
  public String discuss(String username, String room, String title) {
    return store.discuss(store.roomNamed(room).orElseThrow(), account(username), title).id();
  }

  public void addPerson(String username, String room) {
    add(Account.person(username, username), room);
  }

  public void addGuest(String username, String room) {
    add(Account.guest(username), room);
  }

  private void add(Account somebody, String room) {
    accounts.put(somebody);
    ChatRoom to = store.roomNamed(room).orElseThrow();
    store.setMembers(
        to.id(),
        Stream.concat(to.members().stream(), Stream.of(somebody.id())).collect(Collectors.toSet()));
  }

  /** Names are freed and taken; ids stay. */
  public void rename(String username, String other) {
    accounts.put(account(username).named(other));
  }

  /** Takes the role {@code bot} away, with which the server lets somebody say much. */
  public void demote(String username) {
    Account bot = account(username);
    accounts.put(
        new Account(bot.id(), bot.username(), bot.name(), Set.of("user"), bot.password(), true));
  }

  public void deactivate(String username) {
    accounts.put(account(username).deactivated());
  }

  /** In a stream of such, each is told to everybody and kept by nobody. */
  public void passing(String username, String room, String text) {
    ChatRoom in = store.roomNamed(room).orElseThrow();
    store.passing(in, account(username), text);
  }

  /** Told of every message as it is stored or changed, before anybody can answer it. */
  public void watch(Consumer<Said> watcher) {
    store.listen(event -> {
      if (event instanceof ChatEvent.MessageChanged(_, var message)) {
        watcher.accept(Said.of(message));
      }
    });
  }

  private String send(String username, String room, String text, Map<String, JsonNode> extras) {
    String roomId = store.roomNamed(room).map(ChatRoom::id).orElse(room);
    return store
        .send(
            account(username),
            new ChatStore.Draft(Ids.random(), roomId, text, Optional.empty(), extras))
        .orElseThrow()
        .id();
  }

  private Account account(String username) {
    return accounts.byUsername(username).orElseThrow();
  }

  /** Gives somebody these roles on the server and no others. */
  public void roles(String username, String... roles) {
    accounts.put(accounts.byUsername(username).orElseThrow().with(Set.of(roles)));
  }
}
