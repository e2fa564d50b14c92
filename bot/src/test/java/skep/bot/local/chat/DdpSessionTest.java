package skep.bot.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both servers say, and what only one of them does. */
class DdpSessionTest {
  private static final Account ANN = Account.person("ann", "Ann");
  private static final Account BEN = Account.person("ben", "Ben");
  private static final String CONNECT =
      """
      {"msg":"connect","version":"1","support":["1"]}\
      """;

  private final List<ObjectNode> sent = new ArrayList<>();
  private final List<Integer> closed = new ArrayList<>();
  private final Accounts accounts = new Accounts(List.of(ANN, BEN));
  private final ChatStore store = new ChatStore(Clock.systemUTC());
  private DdpSession session;

  @BeforeEach
  void open() {
    store.addRoom(ChatRoom.Kind.CHANNEL, "ops", Set.of(ANN.id(), BEN.id()));
    store.addRoom(ChatRoom.Kind.CHANNEL, "public", Set.of(BEN.id()));
    store.addRoom(ChatRoom.Kind.GROUP, "private", Set.of(BEN.id()));
  }

  private void open(Personality personality) {
    session =
        new DdpSession(
            new DdpSession.Wire() {
              @Override
              public void send(ObjectNode frame) {
                sent.add(frame);
              }

              @Override
              public void close(int status, String reason) {
                closed.add(status);
              }
            },
            personality.manners(),
            new DdpMethods(accounts, store, Clock.systemUTC()),
            new Streams(store, accounts));
    session.greet();
    store.listen(session::tell);
  }

  private String roomId(String name) {
    return store.roomNamed(name).orElseThrow().id();
  }

  private void say(String room, String text) {
    assertThat(
            store.send(
                BEN,
                new ChatStore.Draft(Ids.random(), roomId(room), text, Optional.empty(), Map.of())))
        .isPresent();
  }

  private void signIn() {
    session.receive(CONNECT);
    session.receive(
        """
        {"msg":"method","method":"login","id":"2","params":[{"resume":"%s"}]}\
        """
            .formatted(accounts.newToken(ANN)));
  }

  private void subscribe(String id, String stream, String event) {
    session.receive(
        """
        {"msg":"sub","id":"%s","name":"%s","params":["%s",{"useCollection":false,"args":[]}]}\
        """
            .formatted(id, stream, event));
  }

  private JsonNode answer(String method) {
    return sent.stream()
        .filter(frame -> frame.path("msg").asText().equals("result"))
        .filter(frame -> frame.path("id").asText().equals(method))
        .findFirst()
        .orElseThrow();
  }

  private List<String> kinds() {
    return sent.stream().map(frame -> frame.path("msg").asText()).toList();
  }

  @Test
  void nothingIsAnsweredBeforeConnect() {
    open(Personality.MONOLITH);
    session.receive("{\"msg\":\"ping\"}");
    session.receive("this is not JSON");

    assertThat(sent)
        .extracting(frame -> frame.path("reason").asText())
        .containsExactly("Must connect first", "Parse error");
    assertThat(closed).isEmpty();
  }

  @Test
  void anotherVersionOfTheProtocolIsShownTheDoor() {
    open(Personality.MONOLITH);
    session.receive("{\"msg\":\"connect\",\"version\":\"pre2\",\"support\":[\"pre2\"]}");

    assertThat(kinds()).containsExactly("failed");
    assertThat(closed).hasSize(1);
  }

  @Test
  void signingInByTokenAnswersAsTheMonolith() {
    open(Personality.MONOLITH);
    signIn();

    assertThat(kinds()).containsExactly("connected", "added", "updated", "result");
    JsonNode result = answer("2").path("result");
    assertThat(result.path("id").asText()).isEqualTo(ANN.id());
    assertThat(result.path("tokenExpires").path("$date").isNumber()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aWrongTokenIsA403(Personality personality) {
    open(personality);
    session.receive(CONNECT);
    session.receive(
        "{\"msg\":\"method\",\"method\":\"login\",\"id\":\"2\",\"params\":[{\"resume\":\"x\"}]}");

    assertThat(answer("2").path("error").path("error").asInt()).isEqualTo(403);
    assertThat(answer("2").path("error").path("reason").asText()).contains("logged out");
  }

  @ParameterizedTest
  @EnumSource
  void aPingIsAnsweredWithItsId(Personality personality) {
    open(personality);
    session.receive(CONNECT);
    session.receive("{\"msg\":\"ping\",\"id\":\"p1\"}");

    assertThat(sent.getLast()).hasToString("{\"msg\":\"pong\",\"id\":\"p1\"}");
  }

  @ParameterizedTest
  @EnumSource
  void messagesOfPublicRoomsAreSentToStrangersAndSaySo(Personality personality) {
    open(personality);
    signIn();
    subscribe("s1", Streams.MESSAGES, Streams.MY_MESSAGES);
    say("ops", "one");
    say("public", "two");
    say("private", "three");

    List<ObjectNode> events =
        sent.stream().filter(frame -> frame.path("msg").asText().equals("changed")).toList();
    assertThat(events).hasSize(2);
    JsonNode first = events.getFirst().path("fields").path("args");
    assertThat(first.path(0).path("ts").path("$date").isNumber()).isTrue();
    assertThat(first.path(1).path("roomParticipant").asBoolean()).isTrue();
    assertThat(first.path(1).path("roomName").asText()).isEqualTo("ops");
    assertThat(
            events.get(1).path("fields").path("args").path(1).path("roomParticipant").asBoolean())
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void whoSubscribesTheRoomAsWellHearsItTwice(Personality personality) {
    open(personality);
    signIn();
    subscribe("s1", Streams.MESSAGES, Streams.MY_MESSAGES);
    subscribe("s2", Streams.MESSAGES, roomId("ops"));
    say("ops", "one");

    assertThat(sent.stream().map(frame -> frame.path("fields").path("eventName").asText()))
        .contains(Streams.MY_MESSAGES, roomId("ops"));
  }

  @Test
  void withoutSigningInAllMessagesMayBeSubscribedAndNeverCome() {
    open(Personality.MONOLITH);
    session.receive(CONNECT);
    subscribe("s1", Streams.MESSAGES, Streams.MY_MESSAGES);
    say("ops", "one");

    assertThat(kinds()).containsExactly("connected", "ready");
  }

  @ParameterizedTest
  @EnumSource
  void whatOneMayNotReadIsRefused(Personality personality) {
    open(personality);
    signIn();
    subscribe("s1", Streams.MESSAGES, roomId("private"));
    subscribe("s2", Streams.USER, BEN.id() + "/message");
    subscribe("s3", "stream-nonsense", "x");

    List<ObjectNode> refused =
        sent.stream().filter(frame -> frame.path("msg").asText().equals("nosub")).toList();
    assertThat(refused)
        .extracting(frame -> frame.path("error").path("error").asText())
        .containsExactly("not-allowed", "not-allowed", "404");
  }

  @ParameterizedTest
  @EnumSource
  void methodsThatAreGoneAnswer404(Personality personality) {
    open(personality);
    signIn();
    session.receive("{\"msg\":\"method\",\"method\":\"sendMessage\",\"id\":\"9\",\"params\":[]}");

    assertThat(answer("9").path("error").path("error").asInt()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource
  void afterUnsubNothingComes(Personality personality) {
    open(personality);
    signIn();
    subscribe("s1", Streams.MESSAGES, Streams.MY_MESSAGES);
    session.receive("{\"msg\":\"unsub\",\"id\":\"s1\"}");
    say("ops", "one");

    assertThat(kinds()).endsWith("ready", "nosub");
  }

  @Test
  void theStreamerGreetsAndAnswersInItsOwnOrder() {
    open(Personality.STREAMER);
    signIn();

    assertThat(kinds()).containsExactly("server_id", "connected", "result", "updated", "added");
    assertThat(sent.get(1).path("session").asText()).matches("[0-9a-f-]{36}");
  }

  @Test
  void theStreamerHangsUpOnMistakesTheMonolithTalksAbout() {
    open(Personality.STREAMER);
    session.receive("this is not JSON");
    session.receive("{\"msg\":\"ping\"}");

    assertThat(kinds()).containsExactly("server_id");
    assertThat(closed).containsExactly(1007, 1002);
  }

  @Test
  void theStreamerKnowsNoPasswordsAndNoVersions() {
    open(Personality.STREAMER);
    session.receive("{\"msg\":\"connect\",\"version\":\"pre9\"}");
    session.receive(
        """
        {"msg":"method","method":"login","id":"2","params":[{"user":{"username":"ann"},\
        "password":{"digest":"x","algorithm":"sha-256"}}]}\
        """);

    assertThat(kinds()).contains("connected");
    assertThat(answer("2").path("error").path("error").asInt()).isEqualTo(403);
  }

  @Test
  void theStreamerLeavesOutAResultThatIsNothing() {
    String typing =
        """
        {"msg":"method","method":"stream-notify-room","id":"7",\
        "params":["%s/user-activity","ann",["user-typing"]]}\
        """
            .formatted(roomId("ops"));
    open(Personality.STREAMER);
    signIn();
    session.receive(typing);
    assertThat(answer("7").has("result")).isFalse();

    sent.clear();
    open(Personality.MONOLITH);
    signIn();
    session.receive(typing);
    assertThat(answer("7").path("result").isNull()).isTrue();
  }

  @Test
  void whoSignsOutOfTheStreamerIsHungUpOn() {
    open(Personality.STREAMER);
    signIn();
    session.receive("{\"msg\":\"method\",\"method\":\"logout\",\"id\":\"8\",\"params\":[]}");

    assertThat(kinds()).endsWith("result", "updated");
    assertThat(closed).containsExactly(1002);
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheMonolithCountsWhatOneConnectionAsksFor(Personality personality) {
    open(personality);
    signIn();
    sent.clear();
    for (int i = 0; i < 41; i++) {
      subscribe("s" + i, "stream-notify-room", roomId("ops") + "/deleteMessage");
    }
    long ready = sent.stream().filter(frame -> frame.path("msg").asText().equals("ready")).count();
    boolean counts = personality == Personality.MONOLITH;
    assertThat(ready).isEqualTo(counts ? 40 : 41);
    if (counts) {
      JsonNode refused = sent.getLast();
      assertThat(refused.path("msg").asText()).isEqualTo("nosub");
      assertThat(refused.at("/error/error").asText()).isEqualTo("too-many-requests");
      assertThat(refused.at("/error/reason").asText()).contains("You must wait");
      assertThat(refused.at("/error/details/timeToReset").asLong()).isBetween(1L, 40_000L);
    }
  }

  @Test
  void onlyTheMonolithConfirmsTheEndOfWhatNeverBegan() {
    open(Personality.STREAMER);
    signIn();
    session.receive("{\"msg\":\"unsub\",\"id\":\"s9\"}");
    assertThat(kinds()).doesNotContain("nosub");

    open(Personality.MONOLITH);
    signIn();
    session.receive("{\"msg\":\"unsub\",\"id\":\"s9\"}");
    assertThat(kinds()).contains("nosub");
  }
}
