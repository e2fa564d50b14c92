package skep.bot.rocketchat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import skep.bot.dispatch.Chat.Action;
import skep.bot.dispatch.Chat.Post;
import skep.bot.dispatch.Heard;
import skep.bot.local.chat.Answer;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Personality;
import skep.bot.local.chat.Said;
import skep.commands.chat.Picture;
import skep.secrets.redaction.SecretValue;

/** The client against both of Rocket.Chat's realtime servers. */
@ParameterizedClass
@EnumSource
class RocketChatTest {
  private static final RocketChatOptions.Timing QUICK =
      new RocketChatOptions.Timing(
          Duration.ofSeconds(20),
          Duration.ofSeconds(45),
          Duration.ofSeconds(10),
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(400),
          Duration.ofSeconds(60));

  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final List<String> life = new CopyOnWriteArrayList<>();
  private final Personality personality;
  private LocalChat server;
  private RocketChat bot;

  RocketChatTest(Personality personality) {
    this.personality = personality;
  }

  @BeforeEach
  void listen() {
    server = LocalChat.start(LocalChat.Options.onFreePort().as(personality));
    bot = RocketChat.signIn(options());
    listen(bot);
  }

  @AfterEach
  void stop() {
    bot.close();
    server.close();
  }

  private RocketChatOptions options() {
    return RocketChatOptions.of(URI.create(server.url()), server.botUserId(), server.botToken())
        .with(QUICK);
  }

  private void listen(RocketChat who) {
    long before = readies();
    who.listen(Set.of("deploy", "diff"), heard::add, new Watching());
    await().until(() -> readies() > before);
  }

  private long readies() {
    return life.stream().filter("ready"::equals).count();
  }

  private final class Watching implements RocketChat.Watcher {
    @Override
    public void ready() {
      life.add("ready");
    }

    @Override
    public void lost(String why) {
      life.add("lost");
    }

    @Override
    public void refused(String why) {
      life.add("refused: " + why);
    }
  }

  private List<String> heardIds() {
    return heard.stream().map(Heard::id).distinct().toList();
  }

  @Test
  void hearsACommandWithItsAuthorRoomAndThread() {
    String root = server.say("you", "ops", "/diff web");
    String approval = server.reply("colleague", "ops", root, "/deploy approve 7f3a");

    await().until(() -> heardIds().containsAll(List.of(root, approval)));
    Heard second = heard.stream().filter(h -> h.id().equals(approval)).findFirst().orElseThrow();
    assertThat(second.by().id()).isEqualTo(server.userId("colleague"));
    assertThat(second.room().name()).isEqualTo("ops");
    assertThat(second.thread()).isEqualTo(root);
    assertThat(second.what()).isEqualTo(new Heard.What.Command("/deploy approve 7f3a"));
  }

  @Test
  void hearsADirectMessageWithoutASign() {
    String id = server.say("you", server.directRoomId("you", "skep"), "diff web");

    await().until(() -> heardIds().contains(id));
    assertThat(heard.getFirst().room().direct()).isTrue();
    assertThat(heard.getFirst().what()).isEqualTo(new Heard.What.Command("/diff web"));
  }

  @Test
  void doesNotHearItselfNorTalkBetweenPeople() {
    bot.post(Post.in(server.roomId("ops"), "/deploy web"));
    server.say("you", "ops", "lunch?");
    String last = server.say("you", "ops", "/diff web");

    await().until(() -> heardIds().contains(last));
    assertThat(heardIds()).containsExactly(last);
  }

  @Test
  void hearsAfterwardsWhatWasSaidWhileTheConnectionWasDown() {
    server.cutConnections();
    String missed = server.say("you", "ops", "/deploy web");

    await().until(() -> heardIds().contains(missed));
    await().until(() -> readies() == 2);
    assertThat(life).startsWith("ready", "lost");
    String next = server.say("you", "ops", "/diff web");
    await().until(() -> heardIds().contains(next));
    assertThat(heardIds()).containsExactly(missed, next);
  }

  @Test
  void saysAfterARestartOfTheServerWhatItWasToldMeanwhile() {
    String room = server.roomId("ops");
    String id = bot.post(Post.in(room, "applying"));
    assertThat(bot.flush(Duration.ofSeconds(5))).isTrue();
    List<String> missed = new CopyOnWriteArrayList<>();

    server.whileDown(() -> {
      bot.edit(room, id, "verifying");
      bot.post(Post.in(room, "first"));
      bot.post(Post.in(room, "second"));
      bot.edit(room, id, "released");
      missed.add(server.say("you", "ops", "/diff web"));
    });

    // A call the server died over is given up only at its own deadline, of ten seconds.
    assertThat(bot.flush(Duration.ofSeconds(30))).isTrue();
    assertThat(server.said("ops"))
        .extracting(Said::text)
        .containsExactlyInAnyOrder("released", "first", "second", "/diff web");
    List<String> texts = server.said("ops").stream().map(Said::text).toList();
    assertThat(texts.indexOf("first")).isLessThan(texts.indexOf("second"));
    await().until(() -> heardIds().equals(missed));
  }

  @Test
  void waitsForAServerThatStartsLaterAndSaysThenWhatItWasTold() {
    bot.close();
    life.clear();
    try (RocketChat early = RocketChat.open(options())) {
      server.whileDown(() -> {
        early.listen(Set.of("deploy", "diff"), heard::add, new Watching());
        early.post(Post.in(server.roomId("ops"), "web was rolled back"));
        await().until(() -> life.contains("lost"));
      });

      await().until(() -> life.contains("ready"));
      await().until(() -> server.said("ops").stream().anyMatch(m -> m.text().contains("back")));
      assertThat(early.ownName()).isEqualTo("skep");
      String line = server.say("you", "ops", "/diff web");
      await().until(() -> heardIds().contains(line));
    }
  }

  @Test
  void hearsWhatWasSaidBeforeItStartedFromTheGivenTimeOn() {
    Instant before = Instant.now();
    bot.close();
    String missed = server.reply("you", "ops", server.say("you", "ops", "hm"), "/deploy web");

    try (RocketChat restarted = RocketChat.signIn(options().since(before))) {
      listen(restarted);
      assertThat(heardIds()).containsExactly(missed);
    }
  }

  @Test
  void stopsAndSaysSoWhenItsTokenIsRevoked() {
    server.revokeBotToken();
    server.cutConnections();

    await().until(() -> life.stream().anyMatch(each -> each.startsWith("refused")));
    assertThat(life.getLast()).contains("new personal access token");
  }

  @Test
  void refusesToSignInWithAWrongTokenWithoutShowingIt() {
    RocketChatOptions wrong =
        RocketChatOptions.of(
            URI.create(server.url()), server.botUserId(), SecretValue.of("not-the-token"));

    assertThatThrownBy(() -> RocketChat.signIn(wrong))
        .isInstanceOf(RocketChatException.Unauthorized.class)
        .hasMessageContaining("personal access token")
        .hasMessageNotContaining("not-the-token");
    assertThat(wrong.toString()).doesNotContain("not-the-token");
  }

  @Test
  void aTokenThatCannotBeOneIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() ->
            RocketChatOptions.of(
                URI.create(server.url()), "id", SecretValue.of("two\nlines-of-it")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("copy it again")
        .hasMessageNotContaining("lines-of-it");
  }

  @Test
  void postsInTheThreadWithButtonsAndReacts() {
    String root = server.say("you", "ops", "/deploy web");
    String reply =
        bot.post(
            Post.reply(server.roomId("ops"), root, "2 changes")
                .withActions(List.of(new Action("Approve", "/deploy approve 7f3a"))));
    bot.react(root, ":eyes:");

    assertThat(bot.flush(Duration.ofSeconds(5))).isTrue();
    Said said = said(reply);
    assertThat(said.by()).isEqualTo("skep");
    assertThat(said.thread()).contains(root);
    assertThat(said.buttons()).containsExactly("/deploy approve 7f3a");
    assertThat(said(root).reactions()).containsExactly(":eyes:");
  }

  @Test
  void postingTheSameIdTwiceGivesOneMessage() {
    Post post = Post.in(server.roomId("ops"), "once").withId(MessageIds.derived("x", "reply"));
    bot.post(post);
    bot.post(post);

    assertThat(bot.flush(Duration.ofSeconds(5))).isTrue();
    assertThat(server.said("ops")).extracting(Said::text).containsExactly("once");
  }

  @Test
  void mergesEditsAndAlwaysShowsTheLast() {
    String room = server.roomId("ops");
    String id = bot.post(Post.in(room, "step 0"));
    for (int step = 1; step <= 50; step++) {
      bot.edit(room, id, "step " + step);
    }

    assertThat(bot.flush(Duration.ofSeconds(10))).isTrue();
    assertThat(said(id).text()).isEqualTo("step 50");
    assertThat(server.edits(id)).isBetween(1, 4);
  }

  @Test
  void whatItHeldBackWhileItWasCutOffDoesNotReplaceWhatAnotherMadeOfIt() {
    String room = server.roomId("ops");
    String id = bot.post(Post.in(room, "asked"));
    assertThat(bot.flush(Duration.ofSeconds(5))).isTrue();
    Answer away = new Answer(502, "text/html", "<h1>Bad gateway</h1>");
    IntSupplier updates = server.answer("chat.update", away);
    bot.edit(room, id, "under way");
    await().until(() -> updates.getAsInt() > 0);
    // From here on it cannot see what the message says before the other one has changed it.
    IntSupplier looks = server.answer("chat.getMessage", away);
    await().until(() -> looks.getAsInt() > 0);
    assertThat(bot.flush(Duration.ZERO)).isFalse();
    server.mischief().edit("skep", id, "released");
    bot.edit(room, id, "nearly there");
    server.answerAsUsual();

    assertThat(bot.flush(Duration.ofSeconds(10))).isTrue();
    assertThat(said(id).text()).isEqualTo("released");
  }

  @Test
  void anAnswerDoesNotWaitForTheTimeBetweenEdits() {
    String room = server.roomId("ops");
    RocketChatOptions.Timing rarely =
        new RocketChatOptions.Timing(
            QUICK.ask(),
            QUICK.dead(),
            QUICK.call(),
            QUICK.firstRetry(),
            QUICK.lastRetry(),
            Duration.ofMinutes(5),
            Duration.ofSeconds(60));
    try (RocketChat slow = RocketChat.signIn(options().with(rarely))) {
      String id = slow.post(Post.in(room, "accepted"));
      slow.edit(room, id, "planning");
      assertThat(slow.flush(Duration.ofSeconds(5))).isTrue();
      slow.conclude(room, id, "no changes");
      assertThat(slow.flush(Duration.ofSeconds(5))).isTrue();
      assertThat(said(id).text()).isEqualTo("no changes");
    }
  }

  @Test
  void goesOnInFurtherMessagesWhereATextIsTooLong() {
    String room = server.roomId("ops");
    String id = bot.post(Post.in(room, "short"));
    bot.edit(room, id, "```\n" + "a line of the log\n".repeat(600) + "```");
    assertThat(bot.flush(Duration.ofSeconds(10))).isTrue();

    List<Said> parts = server.said("ops");
    assertThat(parts).hasSize(3);
    assertThat(parts).allSatisfy(part -> assertThat(part.text()).startsWith("```").endsWith("```"));
    assertThat(parts.get(1).thread()).contains(id);

    bot.edit(room, id, "done");
    assertThat(bot.flush(Duration.ofSeconds(10))).isTrue();
    assertThat(server.said("ops")).noneMatch(part -> part.text().contains("a line of the log"));
    assertThat(said(id).text()).isEqualTo("done");
  }

  @Test
  void aTextNobodyWouldScrollThroughIsAFileBelowItsHead() {
    String room = server.roomId("ops");
    String id = bot.post(Post.in(room, "planning"));
    String diff =
        "*web*: 900 to update\n```diff\n" + "~ service web_app image\n".repeat(900) + "```";
    bot.conclude(room, id, diff);
    assertThat(bot.flush(Duration.ofSeconds(10))).isTrue();

    List<Said> told = server.said("ops");
    assertThat(told).hasSize(2);
    assertThat(told.getFirst().text())
        .startsWith("*web*: 900 to update")
        .endsWith("more lines: the whole is the file below_");
    assertThat(told.getLast().files()).containsExactly(id + ".diff");
    assertThat(told.getLast().thread()).contains(id);
    assertThat(server.file(id + ".diff").map(bytes -> new String(bytes, UTF_8))).contains(diff);
  }

  @Test
  void whereFilesAreRefusedTheTextFollowsInMessages() {
    String room = server.roomId("ops");
    server.answer("rooms.media/" + room, Answer.refusal(403, "Not allowed", "error-forbidden"));
    String id = bot.post(Post.in(room, "line\n".repeat(4000)));
    assertThat(bot.flush(Duration.ofSeconds(20))).isTrue();

    List<Said> told = server.said("ops");
    assertThat(told).hasSizeGreaterThan(4).allMatch(part -> part.files().isEmpty());
    assertThat(told.stream().skip(1).flatMap(part -> part.text().lines()).filter("line"::equals))
        .hasSize(4000);
    assertThat(told.getFirst().id()).isEqualTo(id);
  }

  @Test
  void aPictureIsAFileOfItsThreadThatClientsDraw() {
    String thread = server.say("you", "ops", "/backup");
    bot.picture(server.roomId("ops"), thread, new Picture("backups", "sizes", new byte[] {7, 8}));
    assertThat(bot.flush(Duration.ofSeconds(10))).isTrue();

    assertThat(server.said("ops").getLast().thread()).contains(thread);
    assertThat(server.said("ops").getLast().files()).containsExactly("backups.png");
    assertThat(server.file("backups.png")).contains(new byte[] {7, 8});
  }

  @Test
  void aPictureThatArrivedThoughNobodySaidSoIsNotSentAgain() {
    String room = server.roomId("ops");
    String thread = server.say("you", "ops", "/backup");
    Picture chart = new Picture("backups", "sizes", new byte[] {7, 8});
    bot.picture(room, thread, chart);
    assertThat(bot.flush(Duration.ofSeconds(10))).isTrue();
    try (RocketChat later = RocketChat.signIn(options())) {
      later.picture(room, thread, chart);
      assertThat(later.flush(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(server.said("ops")).filteredOn(said -> !said.files().isEmpty()).hasSize(1);
  }

  @Test
  void aPictureWaitsForAServerThatDoesNotAnswer() {
    String room = server.roomId("ops");
    String thread = server.say("you", "ops", "/backup");
    server.answer("rooms.media/" + room, new Answer(502, "text/html", "bad gateway"));
    bot.picture(room, thread, new Picture("backups", "sizes", new byte[] {7, 8}));
    assertThat(bot.flush(Duration.ofMillis(300))).isFalse();
    server.answerAsUsual();
    assertThat(bot.flush(Duration.ofSeconds(10))).isTrue();
    assertThat(server.said("ops")).filteredOn(said -> !said.files().isEmpty()).hasSize(1);
  }

  @Test
  void whereFilesAreRefusedThereIsNoPictureAndWhatFollowsIsSaid() {
    String room = server.roomId("ops");
    String thread = server.say("you", "ops", "/backup");
    server.answer("rooms.media/" + room, Answer.refusal(403, "Not allowed", "error-forbidden"));
    bot.picture(room, thread, new Picture("backups", "sizes", new byte[] {7, 8}));
    bot.post(Post.reply(room, thread, "all fresh"));
    assertThat(bot.flush(Duration.ofSeconds(10))).isTrue();
    assertThat(server.said("ops")).extracting(Said::text).containsExactly("/backup", "all fresh");
  }

  @Test
  void whatIsWrittenAboutAPictureIsRedacted() {
    String thread = server.say("you", "ops", "/backup");
    try (RocketChat redacting =
        RocketChat.open(options(), text -> text.replace("hunter2", "[secret]"))) {
      redacting.picture(
          server.roomId("ops"), thread, new Picture("of-hunter2", "hunter2", new byte[] {7}));
      assertThat(redacting.flush(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(server.said("ops").getLast().files()).containsExactly("of--secret-.png");
    assertThat(server.said("ops").getLast().descriptions()).containsExactly("[secret]");
  }

  @Test
  void whereItIsPutIntoARoomItSaysWhatItCanDoOnce() {
    server.remove("skep", "ops-deployers");
    server.add("skep", "ops-deployers");
    await().until(() -> server.said("ops-deployers").size() == 1);
    assertThat(server.said("ops-deployers").getFirst().text()).contains("`/help`");

    server.remove("skep", "ops-deployers");
    server.add("skep", "ops-deployers");
    String id = server.say("you", "ops-deployers", "/deploy web");
    await().until(() -> heardIds().contains(id));
    assertThat(bot.flush(Duration.ofSeconds(5))).isTrue();
    assertThat(server.said("ops-deployers")).hasSize(2);
  }

  @Test
  void whereSlashCommandsAreSwallowedItSaysWhatToSwitchOn() {
    server.setting("Message_AllowUnrecognizedSlashCommand", false);
    assertThat(bot.slashCommandsPass()).isFalse();
    server.remove("skep", "ops-deployers");
    server.add("skep", "ops-deployers");
    await().until(() -> server.said("ops-deployers").size() == 1);
    assertThat(server.said("ops-deployers").getFirst().text())
        .contains("Allow Unrecognized Slash Commands", "`!deploy web`", "`@skep deploy web`");
  }

  @Test
  void whereABrowserSwallowsSlashCommandsPhonesAndTheOtherFormsAreHeard() {
    server.setting("Message_AllowUnrecognizedSlashCommand", false);
    assertThat(server.mischief().typeInBrowser("you", "ops", "/diff web")).isEmpty();
    String sign = server.mischief().typeInBrowser("you", "ops", "!diff web").orElseThrow();
    String name = server.mischief().typeInBrowser("you", "ops", "@skep diff web").orElseThrow();
    String phone = server.say("you", "ops", "/diff web");
    await().until(() -> heardIds().equals(List.of(sign, name, phone)));
    server.setting("Message_AllowUnrecognizedSlashCommand", true);
    String slash = server.mischief().typeInBrowser("you", "ops", "/diff web").orElseThrow();
    await().until(() -> heardIds().contains(slash));
  }

  @Test
  void aDiscussionIsNotTheRoomWhoseNameItIsGiven() {
    String discussion = server.mischief().discuss("you", "ops-deployers", "ops");
    String line = server.say("you", discussion, "/diff web");
    await().until(() -> heardIds().contains(line));
    assertThat(heard.getLast().room().id()).isEqualTo(discussion);
    assertThat(heard.getLast().room().name()).isNotEqualTo("ops");
    assertThat(heardIds()).as("nothing of the note in the room it belongs to").hasSize(1);
  }

  @Test
  void showsThatItIsAtWorkUntilTheLastCommandEnds() {
    String room = server.roomId("ops");
    bot.works(room, true);
    bot.works(room, true);
    await().until(() -> server.typing("ops").equals(Set.of("skep")));
    bot.works(room, false);
    await().during(Duration.ofMillis(200)).until(() -> server.typing("ops").contains("skep"));
    bot.works(room, false);
    await().until(() -> server.typing("ops").isEmpty());
  }

  @Test
  void readsBackFromAServerThatKnowsTheNewFormAlone() {
    server.answer(
        "chat.syncMessages?lastUpdate",
        Answer.refusal(400, "must NOT have additional properties", "invalid-params"));
    List<String> missed = new CopyOnWriteArrayList<>();
    server.whileDown(() -> {
      for (int i = 0; i < 250; i++) {
        missed.add(server.say("you", "ops", "/diff web" + i));
      }
    });
    await().atMost(Duration.ofSeconds(30)).until(() -> heardIds().containsAll(missed));
    assertThat(heardIds()).containsExactlyElementsOf(missed);
  }

  @Test
  void knowsWhoIsInAPrivateGroupAndTrustsNoPublicChannel() {
    String you = server.userId("you");

    assertThat(bot.isMember("ops-deployers", you)).isTrue();
    assertThat(bot.isMember("ops", you)).isFalse();
    assertThat(bot.isMember("no-such-room", you)).isFalse();
    server.remove("you", "ops-deployers");
    assertThat(bot.isMember("ops-deployers", you)).isFalse();
  }

  @Test
  void looksPeopleUp() {
    assertThat(bot.user(server.userId("you")).orElseThrow().username()).isEqualTo("you");
    assertThat(bot.user(server.botUserId()).orElseThrow().bot()).isTrue();
    assertThat(bot.user("nobody")).isEqualTo(Optional.empty());
    assertThat(bot.slashCommandsPass()).isTrue();
    assertThat(bot.ownRoles()).contains("bot");
  }

  private Said said(String id) {
    return server.said("ops").stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow();
  }
}
