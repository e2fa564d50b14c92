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

/** The frames as Meteor's server words them. */
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
            new DdpMethods(accounts, store, Clock.systemUTC()),
            new Streams(store, accounts));
    store.listen(session::tell);
    store.addRoom(ChatRoom.Kind.CHANNEL, "ops", Set.of(ANN.id(), BEN.id()));
    store.addRoom(ChatRoom.Kind.CHANNEL, "public", Set.of(BEN.id()));
    store.addRoom(ChatRoom.Kind.GROUP, "private", Set.of(BEN.id()));
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

  private List<String> kinds() {
    return sent.stream().map(frame -> frame.path("msg").asText()).toList();
  }

  @Test
  void nothingIsAnsweredBeforeConnect() {
    session.receive("{\"msg\":\"ping\"}");
    session.receive("this is not JSON");

    assertThat(sent)
        .extracting(frame -> frame.path("reason").asText())
        .containsExactly("Must connect first", "Parse error");
    assertThat(closed).isEmpty();
  }

  @Test
  void anotherVersionOfTheProtocolIsShownTheDoor() {
    session.receive("{\"msg\":\"connect\",\"version\":\"pre2\",\"support\":[\"pre2\"]}");

    assertThat(kinds()).containsExactly("failed");
    assertThat(closed).hasSize(1);
  }

  @Test
  void signingInByTokenAnswersAsTheRealServer() {
    signIn();

    assertThat(kinds()).containsExactly("connected", "result", "added", "updated");
    JsonNode result = sent.get(1).path("result");
    assertThat(result.path("id").asText()).isEqualTo(ANN.id());
    assertThat(result.path("tokenExpires").path("$date").isNumber()).isTrue();
  }

  @Test
  void aWrongTokenIsA403() {
    session.receive(CONNECT);
    session.receive(
        "{\"msg\":\"method\",\"method\":\"login\",\"id\":\"2\",\"params\":[{\"resume\":\"x\"}]}");

    assertThat(sent.get(1).path("error").path("error").asInt()).isEqualTo(403);
    assertThat(sent.get(1).path("error").path("reason").asText()).contains("logged out");
  }

  @Test
  void aPingIsAnsweredWithItsId() {
    session.receive(CONNECT);
    session.receive("{\"msg\":\"ping\",\"id\":\"p1\"}");

    assertThat(sent.getLast()).hasToString("{\"msg\":\"pong\",\"id\":\"p1\"}");
  }

  @Test
  void messagesOfPublicRoomsAreSentToStrangersAndSaySo() {
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

  @Test
  void whoSubscribesTheRoomAsWellHearsItTwice() {
    signIn();
    subscribe("s1", Streams.MESSAGES, Streams.MY_MESSAGES);
    subscribe("s2", Streams.MESSAGES, roomId("ops"));
    say("ops", "one");

    assertThat(sent.stream().map(frame -> frame.path("fields").path("eventName").asText()))
        .contains(Streams.MY_MESSAGES, roomId("ops"));
  }

  @Test
  void withoutSigningInAllMessagesMayBeSubscribedAndNeverCome() {
    session.receive(CONNECT);
    subscribe("s1", Streams.MESSAGES, Streams.MY_MESSAGES);
    say("ops", "one");

    assertThat(kinds()).containsExactly("connected", "ready");
  }

  @Test
  void whatOneMayNotReadIsRefused() {
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

  @Test
  void methodsThatAreGoneAnswer404() {
    signIn();
    session.receive("{\"msg\":\"method\",\"method\":\"sendMessage\",\"id\":\"9\",\"params\":[]}");

    assertThat(sent.get(sent.size() - 2).path("error").path("error").asInt()).isEqualTo(404);
  }

  @Test
  void afterUnsubNothingComes() {
    signIn();
    subscribe("s1", Streams.MESSAGES, Streams.MY_MESSAGES);
    session.receive("{\"msg\":\"unsub\",\"id\":\"s1\"}");
    say("ops", "one");

    assertThat(kinds()).endsWith("ready", "nosub");
  }
}
