package skep.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.chat.Mischief;
import skep.bot.local.chat.Personality;
import skep.bot.local.chat.Said;

/**
 * Whoever is not who they seem, or may not any more, changes nothing; it is explained and audited.
 */
class ImpostorTest {
  @TempDir Path home;
  private final List<String> audit = new CopyOnWriteArrayList<>();
  private final Logger log = Logger.getLogger("skep.audit");
  private final Handler listening = listening();
  private SmallTeam team;
  private Mischief mischief;

  private Handler listening() {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        audit.add(line.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @BeforeEach
  void begin() {
    team = new SmallTeam(home, Personality.MONOLITH);
    mischief = team.chat.mischief();
    log.addHandler(listening);
    team.bot();
  }

  @AfterEach
  void end() {
    log.removeHandler(listening);
    team.close();
  }

  /** A plan of {@code you} that waits for somebody. */
  private String asked() {
    return team.chat.say("you", "ops", "/deploy api");
  }

  private void nothingWasDone() {
    assertThat(team.releases("api")).isEmpty();
  }

  private void explained(String root, String words) {
    team.hears(root, words);
    nothingWasDone();
  }

  private void audited(String who, String what) {
    await()
        .untilAsserted(() ->
            assertThat(audit)
                .anyMatch(line -> line.contains(team.chat.userId(who)) && line.contains(what)));
  }

  @Test
  void aWebhookWithAnApproversNameApprovesNothing() {
    String approval = team.approval(asked());
    String message = mischief.fromIntegration("colleague", "ops", approval);
    explained(message, "came through a webhook");
    audited("colleague", "not obeyed");
  }

  @Test
  void aNameThatIsOnlyShownApprovesNothing() {
    String approval = team.approval(asked());
    String message = mischief.underAlias("you", "ops", "colleague", approval);
    explained(message, "another name");
    audited("you", "not obeyed");
  }

  @Test
  void aPersonOfAnotherServerApprovesNothing() {
    String approval = team.approval(asked());
    explained(mischief.federated("colleague", "ops", approval), "another server");
    audited("colleague", "not obeyed");
  }

  @Test
  void anInnocentMessageEditedIntoAnApprovalApprovesNothing() {
    String approval = team.approval(asked());
    String message = team.chat.say("colleague", "ops", "looks good");
    mischief.edit("you", message, approval);
    explained(message, "what is edited is never run");
    audited("colleague", "not obeyed");
  }

  @Test
  void aQuotedApprovalApprovesNothing() {
    String root = asked();
    String approval = team.approval(root);
    String link = "[ ](%s/channel/ops?msg=%s) ".formatted(team.chat.url(), root);
    team.chat.reply("colleague", "ops", root, link + approval);
    team.chat.reply("colleague", "ops", root, "> " + approval);
    mischief.system("colleague", "ops", "uj", approval);
    // What comes after them is heard, so they were.
    explained(team.chat.say("colleague", "ops", "/deploy approve zzzz"), "No plan");
  }

  @Test
  void aFreedNameTakenBySomebodyElseApprovesNothing() {
    String approval = team.approval(asked());
    mischief.addPerson("mallory", "ops");
    mischief.rename("colleague", "colleague-away");
    mischief.rename("mallory", "colleague");
    String message = team.chat.say("colleague", "ops", approval);
    explained(message, "may not approve");
    audited("colleague", "refused");
  }

  @Test
  void whoIsInTheRoomAndNotAmongTheDeployersDoesNothing() {
    String approval = team.approval(asked());
    mischief.addGuest("guest", "ops");
    explained(team.chat.say("guest", "ops", approval), "@guest may not approve");
    explained(team.chat.say("guest", "ops", "/deploy api"), "@guest may not deploy");
    audited("guest", "refused");
  }

  @Test
  void whoAskedAndWasDeactivatedSinceIsNotServed() {
    String approval = team.approval(asked());
    mischief.deactivate("you");
    String message = team.chat.say("colleague", "ops", approval);
    explained(message, "Who asked may not any more");
    audited("colleague", "refused");
  }

  @Test
  void whoLeftTheDeployersBetweenPlanAndApprovalApprovesNothing() {
    String approval = team.approval(asked());
    team.chat.remove("colleague", "ops-deployers");
    explained(team.chat.say("colleague", "ops", approval), "may not approve");
    audited("colleague", "refused");
  }

  @Test
  void anApprovalCountsOnceAndForItsPlanAlone() {
    String approval = team.approval(asked());
    team.hears(team.chat.say("colleague", "ops", approval), "is verified");
    assertThat(team.releases("api")).hasSize(1);

    team.hears(team.chat.say("colleague", "ops", approval), "already approved by @colleague");
    team.hears(team.chat.say("colleague", "ops", "/deploy approve 2222"), "No plan `2222`");
    assertThat(team.releases("api")).hasSize(1);
    audited("colleague", "refused");
  }

  @Test
  void onesOwnPlanIsNotOnesToApprove() {
    String approval = team.approval(asked());
    explained(team.chat.say("you", "ops", approval), "asked for this plan yourself");
    audited("you", "refused");
  }

  @Test
  void lettersThatOnlyLookRightAndTurnedTextDoNothing() {
    String approval = team.approval(asked());
    List<String> lines =
        List.of(
            approval.replace("approve", "\u0430pprove"),
            "\u202e" + approval,
            "/d\u0435ploy approve " + approval.substring("/deploy approve ".length()),
            approval + "\u202e",
            approval.replace(" ", "\u00a0"),
            approval + "\u0000");
    for (String line : lines) {
      String message = team.chat.say("colleague", "ops", line);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(team.thread(message)).as(line).isNotEmpty());
      assertThat(team.thread(message))
          .extracting(Said::text)
          .as(line)
          .noneMatch(text -> text.contains("carrying out"));
    }
    nothingWasDone();
    audited("colleague", "not obeyed");
  }

  @Test
  void reactionsPinsAndRepliesDoNotRunACommandAgain() {
    String root = asked();
    String approval = team.approval(root);
    String message = team.chat.say("colleague", "ops", approval);
    team.hears(message, "is verified");
    for (String emoji : List.of(":thumbsup:", ":tada:")) {
      mischief.react("you", root, emoji);
      mischief.react("you", message, emoji);
    }
    team.chat.reply("you", "ops", root, "thanks");
    team.hears(team.chat.say("you", "ops", "/deploy status"), "api");
    assertThat(team.releases("api")).hasSize(1);
    assertThat(Stream.of(root, message).map(id -> team.thread(id).size())).containsExactly(2, 1);
  }

  @Test
  void aReactionIsNoApproval() {
    String root = asked();
    team.approval(root);
    String question = team.thread(root).getLast().id();
    mischief.react("colleague", question, ":white_check_mark:");
    team.hears(team.chat.say("you", "ops", "/deploy status"), "waits");
    nothingWasDone();
  }

  @Test
  void anEncryptedMessageIsToldToBeUnreadableOnceAndInPrivate() {
    mischief.encrypted("you", "ops");
    String room = team.chat.directRoomId("skep", "you");
    await().until(() -> team.chat.said(room).size() == 1);
    assertThat(team.chat.said(room).getFirst().text()).contains("cannot read encrypted", "#ops");
    mischief.encrypted("you", "ops");
    team.hears(team.chat.say("you", "ops", "/deploy status"), "api");
    assertThat(team.chat.said(room)).hasSize(1);
  }
}
