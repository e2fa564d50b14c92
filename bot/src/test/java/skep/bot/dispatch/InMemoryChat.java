package skep.bot.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.commands.chat.Origin;
import skep.commands.chat.Picture;
import skep.commands.chat.Room;

/** A chat server in memory: posts by id, edits in place, nothing lost. */
public final class InMemoryChat implements Chat {
  private final Map<String, Post> posts = new LinkedHashMap<>();
  private final Map<String, List<String>> versions = new LinkedHashMap<>();
  private final Map<String, List<Reaction>> reactions = new LinkedHashMap<>();
  private final Map<String, Map<String, Picture>> pictures = new LinkedHashMap<>();
  private final Set<String> people;
  private final Map<String, Set<String>> members;
  private final InstantSource clock;
  private boolean unreachable;

  /**
   * @param people user ids, which are their names as well
   * @param members of private rooms: user ids by the room's name
   */
  public InMemoryChat(Set<String> people, Map<String, Set<String>> members, InstantSource clock) {
    this.people = Set.copyOf(people);
    this.clock = clock;
    this.members = Map.copyOf(members);
  }

  @Override
  public synchronized String post(Post post) {
    String id = post.id().orElseGet(() -> "post" + posts.size());
    if (posts.putIfAbsent(id, post) == null) {
      versions.computeIfAbsent(id, _ -> new ArrayList<>()).add(post.text());
    }
    return id;
  }

  @Override
  public synchronized void edit(String room, String message, String text) {
    Optional.ofNullable(versions.get(message)).ifPresent(shown -> shown.add(text));
  }

  @Override
  public void conclude(String room, String message, String text) {
    edit(room, message, text);
  }

  @Override
  public synchronized void picture(String room, String thread, Picture picture) {
    pictures
        .computeIfAbsent(thread, _ -> new LinkedHashMap<>())
        .putIfAbsent(picture.name(), picture);
  }

  @Override
  public void works(String room, boolean now) {}

  @Override
  public void react(String message, String emoji) {}

  @Override
  public synchronized Optional<String> textOf(String message) {
    if (unreachable) {
      throw new ChatUnreachableException("away", new IllegalStateException("no route"));
    }
    return Optional.ofNullable(versions.get(message)).map(List::getLast);
  }

  /** Of what the bot posted: what people say is not kept here. */
  @Override
  public synchronized Optional<Talk> talk(String message) {
    return Optional.ofNullable(posts.get(message))
        .map(post -> {
          String root = post.thread().orElse(message);
          return new Talk(
              post.room(),
              root,
              posts.entrySet().stream()
                  .filter(one ->
                      one.getKey().equals(root)
                          || one.getValue().thread().equals(Optional.of(root)))
                  .map(one ->
                      new Line(
                          one.getKey(),
                          "skep",
                          true,
                          clock.instant(),
                          versions.get(one.getKey()).getLast()))
                  .toList());
        });
  }

  @Override
  public synchronized List<Reaction> reactions(String message) {
    return List.copyOf(reactions.getOrDefault(message, List.of()));
  }

  /** Of a message of the bot's own. */
  public synchronized void personReacts(String person, String message, String emoji) {
    reactions
        .computeIfAbsent(message, _ -> new ArrayList<>())
        .add(new Reaction(emoji, user(person).orElseThrow()));
  }

  @Override
  public Optional<UserView> user(String id) {
    return Optional.of(id)
        .filter(people::contains)
        .map(name -> new UserView(name, name, true, false));
  }

  /** Here everybody's id is their name. */
  @Override
  public Optional<UserView> userNamed(String username) {
    return user(username);
  }

  @Override
  public boolean isMember(String roomName, String userId) {
    return members.getOrDefault(roomName, Set.of()).contains(userId);
  }

  @Override
  public boolean seesRoom(String roomName) {
    return members.containsKey(roomName);
  }

  @Override
  public Optional<Set<String>> roles(String userId) {
    return Optional.empty();
  }

  @Override
  public Optional<String> roomNamed(String name) {
    return Optional.of(name).filter(members::containsKey);
  }

  @Override
  public Optional<Room> ownRoom(String id) {
    return roomNamed(id).map(name -> new Room(name, name, false));
  }

  @Override
  public Optional<String> linkTo(Origin origin) {
    return Optional.of("chat://%s/%s".formatted(origin.room(), origin.message()));
  }

  @Override
  public boolean whisper(String userId, String text) {
    boolean known = people.contains(userId);
    if (known) {
      post(Post.in("direct " + userId, text));
    }
    return known;
  }

  @Override
  public boolean erase(String room, String message) {
    return false;
  }

  @Override
  public Instant time() {
    return clock.instant();
  }

  @Override
  public boolean flush(Duration atMost) {
    return true;
  }

  /** Whether questions are answered; what is posted is kept all the same. */
  public synchronized void unreachable(boolean now) {
    unreachable = now;
  }

  /** Every message in the thread as it stands now, oldest first. */
  public synchronized List<String> thread(String thread) {
    return posts.entrySet().stream()
        .filter(entry -> entry.getValue().thread().equals(Optional.of(thread)))
        .map(entry -> versions.get(entry.getKey()).getLast())
        .toList();
  }

  /** The pictures in the thread, the oldest first. */
  public synchronized List<Picture> pictures(String thread) {
    return List.copyOf(pictures.getOrDefault(thread, Map.of()).values());
  }

  /** Every text the message ever showed. */
  public synchronized List<String> history(String message) {
    return List.copyOf(versions.getOrDefault(message, List.of()));
  }

  public synchronized List<Post> posts() {
    return List.copyOf(posts.values());
  }
}
