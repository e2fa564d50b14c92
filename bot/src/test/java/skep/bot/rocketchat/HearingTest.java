package skep.bot.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HearingTest {
  private static final Hearing.Ears EARS =
      new Hearing.Ears("BOT", "skep", Set.of("deploy", "diff", "rollback"));
  private static final RoomContext OPS = new RoomContext(true, "c", Optional.of("ops"));
  private static final RoomContext DIRECT = new RoomContext(true, "d", Optional.empty());

  private static Hearing hear(String text, RoomContext room) {
    return Hearing.of(message("\"msg\":" + quoted(text)), EARS, room);
  }

  private static String quoted(String text) {
    return new ObjectMapper().valueToTree(text).toString();
  }

  private static ChatMessage message(String more) {
    String doc =
        "{\"_id\":\"m1\",\"rid\":\"r1\",\"ts\":{\"$date\":1800000000000},"
            + "\"u\":{\"_id\":\"U1\",\"username\":\"ann\"},"
            + more
            + "}";
    try {
      return ChatMessage.parse(new ObjectMapper().readTree(doc)).orElseThrow();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(doc, e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/deploy web, /deploy web",
    "/Deploy web, /deploy web",
    "!deploy web@main, /deploy web@main",
    "@skep deploy web, /deploy web",
    "@skep: /deploy web, /deploy web",
    "@skep !rollback web, /rollback web",
    "'  /diff  ', /diff",
  })
  void aCommandIsHeardInEveryForm(String typed, String line) {
    assertThat(hear(typed, OPS)).isEqualTo(new Hearing.Command(line));
  }

  private static Hearing ofOwn(String text, String more) {
    String doc =
        "\"msg\":%s,\"u\":{\"_id\":\"BOT\",\"username\":\"skep\"}%s".formatted(quoted(text), more);
    return Hearing.of(message(doc), EARS, OPS);
  }

  @Test
  void aReactionToTheBotsQuestionIsWhatAYesToItWouldBe() {
    String question = "Plan `7k2q` waits. Type `/deploy approve 7k2q` or `/deploy reject 7k2q`";
    String yes = ",\"reactions\":{\":white_check_mark:\":{\"usernames\":[\"skep\",\"ben\"]}}";
    assertThat(ofOwn(question, yes))
        .isEqualTo(new Hearing.Reacted("/deploy approve 7k2q", Set.of("ben")));
    assertThat(ofOwn(question, yes.replace("white_check_mark", "eyes")))
        .isInstanceOf(Hearing.Ignored.class);
    assertThat(ofOwn(question, yes.replace(",\"ben\"", ""))).isInstanceOf(Hearing.Ignored.class);
    assertThat(ofOwn("released", yes)).isInstanceOf(Hearing.Ignored.class);
    String edited =
        ",\"editedAt\":{\"$date\":1},\"editedBy\":{\"_id\":\"MOD\",\"username\":\"mod\"}";
    assertThat(ofOwn(question, yes + edited))
        .as("a moderator may have put another plan's id there")
        .isInstanceOf(Hearing.Ignored.class);
  }

  @Test
  void inADirectMessageNoSignIsNeeded() {
    assertThat(hear("deploy web", DIRECT)).isEqualTo(new Hearing.Command("/deploy web"));
    assertThat(hear("why is web slow?", DIRECT))
        .isEqualTo(new Hearing.Question("why is web slow?"));
  }

  @Test
  void aQuestionNeedsTheBotsName() {
    assertThat(hear("@skep why is web slow?", OPS))
        .isEqualTo(new Hearing.Question("why is web slow?"));
    assertThat(hear("why is web slow?", OPS)).isInstanceOf(Hearing.Ignored.class);
    assertThat(hear("@skeptic deploy web", OPS)).isInstanceOf(Hearing.Ignored.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy web",
        "/giphy deploy",
        "> /deploy web",
        "please /deploy web",
        "//deploy web",
        "/deployments",
        "/",
      })
  void whatOnlyMentionsACommandIsNone(String typed) {
    assertThat(hear(typed, OPS)).isInstanceOf(Hearing.Ignored.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/dерloy web", "/ｄeploy web", "/de\u200bploy web", "／deploy web", "/dιff"})
  void lettersThatOnlyLookRightAreAnsweredAndNotObeyed(String typed) {
    assertThat(hear(typed, OPS)).isInstanceOf(Hearing.NearMiss.class);
    assertThat(((Hearing.NearMiss) hear(typed, OPS)).hint()).contains("by hand");
  }

  @ParameterizedTest
  @CsvSource({
    "/dploy web, `/deploy web`",
    "/dfif web, `/diff web`",
    "!rolback web, `/rollback web`"
  })
  void aMisspeltCommandIsAnsweredWithTheRightOne(String typed, String meant) {
    assertThat(((Hearing.NearMiss) hear(typed, OPS)).hint()).contains(meant, "Nothing was done");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"bot\":{\"i\":\"int1\"}",
        "\"alias\":\"Ann\"",
        "\"federation\":{\"eventId\":\"$e\"}",
        "\"editedAt\":{\"$date\":1800000000001},\"editedBy\":{\"_id\":\"MOD\"}",
        "\"u\":{\"_id\":\"U9\",\"username\":\"@ann:elsewhere\"}",
      })
  void onlyARealPersonsFreshMessageIsACommand(String field) {
    ChatMessage message = message("\"msg\":\"/deploy web\"," + field);

    assertThat(Hearing.of(message, EARS, OPS))
        .isInstanceOfSatisfying(
            Hearing.NotObeyed.class,
            not -> {
              assertThat(not.line()).isEqualTo("/deploy web");
              assertThat(not.why()).startsWith("It ");
            });
    ChatMessage talk = message("\"msg\":\"the weather\"," + field);
    assertThat(Hearing.of(talk, EARS, OPS)).isInstanceOf(Hearing.Ignored.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"t\":\"uj\"",
        "\"t\":\"rm\"",
        "\"t\":\"a-type-of-tomorrow\"",
        "\"u\":{\"_id\":\"BOT\",\"username\":\"skep\"}",
      })
  void whatNobodySaidIsPassedOver(String field) {
    assertThat(Hearing.of(message("\"msg\":\"/deploy web\"," + field), EARS, OPS))
        .isInstanceOf(Hearing.Ignored.class);
  }

  @Test
  void whatIsEncryptedIsToldToBeUnreadable() {
    assertThat(Hearing.of(message("\"t\":\"e2e\",\"content\":{\"ciphertext\":\"x\"}"), EARS, OPS))
        .isEqualTo(new Hearing.Unreadable());
  }

  @Test
  void aRoomTheBotIsNotInIsNotHeard() {
    RoomContext foreign = new RoomContext(false, "c", Optional.of("general"));

    assertThat(hear("/deploy web", foreign)).isInstanceOf(Hearing.Ignored.class);
    assertThat(hear("/deploy web", RoomContext.UNKNOWN)).isInstanceOf(Hearing.Ignored.class);
  }
}
