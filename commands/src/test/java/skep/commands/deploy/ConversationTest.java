package skep.commands.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.commands.deploy.World.ANNA;
import static skep.commands.deploy.World.BEN;
import static skep.commands.deploy.World.EVE;
import static skep.commands.deploy.World.ROOT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.deploy.release.Release;

class ConversationTest {
  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void whatWouldFailIsNotEvenProposed() {
    world.estate.push("nginx:on-ssd");
    assertThat(world.says(ANNA, "/deploy web"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.text())
                    .contains("*web* would fail, so nothing was changed", "node.labels.disk==ssd"));
    assertThat(world.says(ANNA, "/diff web")).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aDeploymentWaitsForSomebodyElseAndIsThenVerified() {
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = waiting(world.says(ANNA, "/deploy web"));
    assertThat(waiting.text())
        .contains(
            "*web*: 1 to create",
            "+ service web_app",
            "simulated",
            "waits for approval by anna, ben");
    assertThat(waiting.next()).isEqualTo("/deploy approve " + waiting.plan());
    assertThat(world.image("web_app")).isEmpty();

    Outcome outcome = world.says(BEN, waiting.next());
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(outcome.text()).contains("release 1 is verified");
    assertThat(world.image("web_app")).contains("nginx:1");
    assertThat(world.releases.latest("web"))
        .hasValueSatisfying(release -> {
          assertThat(release.state()).isEqualTo(Release.State.RELEASED);
          assertThat(release.requestedBy().id()).isEqualTo("u-anna");
          assertThat(release.consent().by()).map(Release.Actor::id).contains("u-ben");
        });
  }

  @Test
  void afterADeploymentNothingIsLeftToDo() {
    deployed("nginx:1");
    assertThat(world.says(EVE, "/diff web").text()).startsWith("*web*: no changes (commit `");
    assertThat(world.says(EVE, "/diff").text()).contains("• *web*: no changes");
    Outcome again = world.says(ANNA, "/deploy web");
    assertThat(again).isInstanceOf(Outcome.Done.class);
    assertThat(again.text()).startsWith("*web*: no changes");
  }

  @Test
  void lookingChangesNothingAndKeepsNoRecord() {
    world.estate.push("nginx:1");
    Outcome diff = world.says(EVE, "/diff web");
    assertThat(diff).isInstanceOf(Outcome.Done.class);
    assertThat(diff.changes())
        .singleElement()
        .satisfies(change -> assertThat(change.action()).isEqualTo("create"));
    assertThat(world.records.list(java.util.Map.of())).isEmpty();
    assertThat(world.swarm.services(java.util.Map.of())).isEmpty();
  }

  @Test
  void onesOwnPlanIsNotOnesToApprove() {
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = waiting(world.says(ANNA, "/deploy web"));
    refused(world.says(ANNA, waiting.next()), "somebody else has to approve");
    assertThat(world.image("web_app")).isEmpty();
    assertThat(world.says(BEN, waiting.next())).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void yesInChatDoesNotReplaceAnotherPerson() {
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = waiting(world.says(ANNA, "/deploy web --yes"));
    assertThat(waiting.text()).contains("--yes does not count");
  }

  @Test
  void somebodyWithoutTheRightIsToldWhoHasIt() {
    world.estate.push("nginx:1");
    refused(
        world.says(EVE, "/deploy web"), "@eve may not deploy: skep.yaml allows it to anna, ben");
    Outcome.Waiting waiting = waiting(world.says(ANNA, "/deploy web"));
    refused(world.says(EVE, waiting.next()), "@eve may not approve");
    refused(world.says(EVE, "/deploy reject " + waiting.plan()), "@eve may not approve");
  }

  @Test
  void aTerminalMayDeployWithYesWhereTheEstateSaysNothing() {
    world.estate.sayNothingOfAccess();
    world.estate.push("nginx:1");
    refused(world.says(ANNA, "/deploy web"), "Nobody may deploy yet");
    Outcome outcome = world.says(ROOT, "/deploy web --yes");
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(world.releases.latest("web"))
        .hasValueSatisfying(release ->
            assertThat(release.consent().by()).map(Release.Actor::id).contains("terminal:root"));
  }

  @Test
  void anUnknownAnExpiredAndAUsedPlanAreRefused() {
    world.estate.push("nginx:1");
    refused(world.says(BEN, "/deploy approve 7k2q"), "No plan `7k2q` waits");
    Outcome.Waiting used = waiting(world.says(ANNA, "/deploy web"));
    world.says(BEN, "/deploy reject " + used.plan());
    refused(world.says(BEN, used.next()), "already rejected by @ben");
    Outcome.Waiting late = waiting(world.says(ANNA, "/deploy web"));
    world.now.updateAndGet(now -> now.plus(Duration.ofDays(8)));
    refused(world.says(BEN, late.next()), "expired");
    assertThat(world.image("web_app")).isEmpty();
  }

  @Test
  void aPlanIsStaleOnceTheBranchMoved() {
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = waiting(world.says(ANNA, "/deploy web"));
    world.estate.push("nginx:2");
    Outcome.Refused refusal =
        refused(world.says(BEN, waiting.next()), "the estate moved from commit");
    assertThat(refusal.next()).isEqualTo("/deploy web");
    assertThat(world.image("web_app")).isEmpty();
  }

  @Test
  void aForcedPushIsCalledByItsName() {
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = waiting(world.says(ANNA, "/deploy web"));
    world.estate.forcePush("nginx:2");
    refused(world.says(BEN, waiting.next()), "rewritten by force");
  }

  @Test
  void aPlanIsStaleOnceTheRulesOrTheSwarmMoved() {
    deployed("nginx:1");
    world.estate.push("nginx:2");
    Outcome.Waiting waiting = waiting(world.says(ANNA, "/deploy web"));
    var service = world.swarm.service("web_app").orElseThrow();
    var changed = service.spec();
    changed.withObjectProperty("Labels").put("by-hand", "yes");
    world.swarm.updateService(service, changed, skep.deploy.swarm.RegistryCredential.NONE);
    refused(world.says(BEN, waiting.next()), "the service web_app was changed");
  }

  @Test
  void ofTwoApprovalsAtOnceOneCounts() throws Exception {
    world.estate.otherThanRequester(false);
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = waiting(world.says(ANNA, "/deploy web"));
    List<Outcome> outcomes = new ArrayList<>();
    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outcome>> futures = new ArrayList<>();
      for (Person person : List.of(ANNA, BEN)) {
        futures.add(both.submit(() -> world.says(person, waiting.next())));
      }
      for (Future<Outcome> future : futures) {
        outcomes.add(future.get());
      }
    }
    assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Outcome.Refused.class::isInstance).hasSize(1);
    assertThat(world.releases.history("web")).hasSize(1);
  }

  @Test
  void aLockedStackNamesItsHolderAndTheWayOut() {
    deployed("nginx:1");
    world.estate.push("nginx:2");
    assertThat(world.says(BEN, "/deploy lock web database migration").text())
        .contains("locked: `database migration`");
    Outcome.Refused refusal =
        refused(world.says(ANNA, "/deploy web"), "@ben has held the lock of *web*");
    assertThat(refusal.text()).contains("database migration");
    assertThat(refusal.next()).isEqualTo("/deploy unlock web");
    refused(world.says(ANNA, "/rollback web"), "@ben has held the lock");
    assertThat(world.says(ANNA, "/deploy status").text()).contains("@ben has held the lock");
    assertThat(world.says(ANNA, "/deploy unlock web").text()).contains("free again");
    waiting(world.says(ANNA, "/deploy web"));
  }

  @Test
  void aFailedDeploymentIsTakenBackAndSaysWhy() {
    deployed("nginx:1");
    world.estate.push("crash:1");
    Outcome.Waiting waiting = waiting(world.says(ANNA, "/deploy web"));
    Outcome outcome = world.says(BEN, waiting.next());
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.text())
        .contains("release 2 failed and was taken back as a whole", "web_app");
    assertThat(world.image("web_app")).contains("nginx:1");
    assertThat(world.issues)
        .singleElement()
        .satisfies(issue -> {
          assertThat(issue.title()).isEqualTo("web: release 2 failed and was taken back");
          assertThat(issue.subject()).startsWith("release-web-2-");
          assertThat(issue.text())
              .contains("fatal: cannot open the database", "asked for by `anna`")
              .contains("/deploy history web")
              .doesNotContain("@anna");
        });
  }

  @Test
  void rollbackGoesToTheVerifiedReleaseBeforeAndIsAReleaseItself() {
    deployed("nginx:1");
    deployed("nginx:2");
    Outcome.Waiting waiting = waiting(world.says(ANNA, "/rollback web"));
    assertThat(waiting.text()).contains("image: nginx:2");
    assertThat(world.says(BEN, waiting.next()).text()).contains("release 3 is verified");
    assertThat(world.image("web_app")).contains("nginx:1");
  }

  @Test
  void anUnverifiedReleaseIsOnlyGoneBackToByForce() {
    deployed("nginx:1");
    world.estate.push("crash:1");
    world.says(BEN, waiting(world.says(ANNA, "/deploy web")).next());
    Outcome.Refused refusal = refused(world.says(ANNA, "/rollback web to 2"), "never verified");
    assertThat(refusal.next()).isEqualTo("/rollback web to 2 --force");
    waiting(world.says(ANNA, refusal.next()));
    refused(world.says(ANNA, "/rollback web to 9"), "has no release `9`");
    refused(world.says(ANNA, "/rollback web"), "no verified release before");
  }

  @Test
  void aBranchCanBeDeployedButDoesNotDecideAboutApproval() {
    world.estate.push("nginx:1");
    world.estate.approval(false);
    world.estate.push("next", "nginx:2");
    Outcome.Waiting waiting = waiting(world.says(ANNA, "/deploy web@next"));
    assertThat(world.says(BEN, waiting.next())).isInstanceOf(Outcome.Done.class);
    assertThat(world.image("web_app")).contains("nginx:2");
  }

  @Test
  void withoutApprovalADeploymentRunsAtOnceAndShowsItsProgress() {
    world.estate.approval(false);
    world.estate.push("nginx:1");
    assertThat(world.says(ANNA, "/deploy web")).isInstanceOf(Outcome.Done.class);
    assertThat(world.progress).anyMatch(text -> text.contains("release 1"));
    assertThat(world.progress).anyMatch(text -> text.contains("web_app"));
  }

  @Test
  void anInvalidStackSaysEveryMistake() {
    world.estate.push("INVALID");
    refused(world.says(ANNA, "/deploy web"), "stacks/web/stack.yml:3: no key imge");
    refused(world.says(ANNA, "/diff web"), "stacks/web/stack.yml:7: no key prots");
    refused(world.says(ANNA, "/diff all"), "cannot be planned");
  }

  @Test
  void anUnknownStackAndWhatComesLaterAreRefusedWithTheNearest() {
    world.estate.push("nginx:1");
    assertThat(refused(world.says(ANNA, "/deploy wbe"), "has no stack `wbe`").next())
        .isEqualTo("/deploy web");
    refused(world.says(ANNA, "/deploy infra"), "not in this version");
    assertThat(refused(world.says(ANNA, "/deploy #12"), "one stack at a time").next())
        .isEqualTo("/deploy web@pull/12");
    refused(world.says(ANNA, "/deploy ../x"), "is no name of a stack");
  }

  @Test
  void aServiceTheStackDoesNotHaveIsRefusedWithTheNearest() {
    world.estate.push("nginx:1");
    assertThat(refused(world.says(ANNA, "/deploy web --service ap"), "has no service ap").next())
        .isEqualTo("the same with --service app");
    waiting(world.says(ANNA, "/deploy web --service app"));
  }

  @Test
  void yesAtATerminalWhereAnotherHasToAgreeNamesTheLineThatChangesIt() {
    world.estate.otherThanRequester(true);
    world.estate.push("nginx:1");
    assertThat(refused(world.says(ROOT, "/deploy web --yes"), "may not deploy").next())
        .contains("deploy: {persons: {", "root: \"terminal:root\"");
    assertThat(waiting(world.says(ANNA, "/deploy web --yes")).text())
        .contains("--yes does not count", "other-than-requester: false");
  }

  @Test
  void secretsAreTakenOutOfEveryAnswer() {
    world.estate.push("registry/hunter2:1");
    Outcome outcome = world.says(ANNA, "/diff web");
    assertThat(outcome.text()).contains("(redacted)").doesNotContain("hunter2");
    assertThat(outcome.changes().toString()).doesNotContain("hunter2");
  }

  @Test
  void historyTellsWhoAskedAndWhoApproved() {
    deployed("nginx:1");
    assertThat(world.says(EVE, "/deploy history web").text())
        .contains("release 1", "released", "by @anna, approved by @ben");
  }

  private void deployed(String image) {
    world.estate.push(image);
    Outcome.Waiting waiting = waiting(world.says(ANNA, "/deploy web"));
    assertThat(world.says(BEN, waiting.next())).isInstanceOf(Outcome.Done.class);
  }

  private static Outcome.Waiting waiting(Outcome outcome) {
    assertThat(outcome).as(outcome.text()).isInstanceOf(Outcome.Waiting.class);
    return (Outcome.Waiting) outcome;
  }

  private static Outcome.Refused refused(Outcome outcome, String because) {
    assertThat(outcome).as(outcome.text()).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.text()).contains(because);
    return (Outcome.Refused) outcome;
  }
}
