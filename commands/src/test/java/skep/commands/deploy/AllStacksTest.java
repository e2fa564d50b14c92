package skep.commands.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.commands.deploy.World.ANNA;
import static skep.commands.deploy.World.BEN;
import static skep.commands.deploy.World.EVE;
import static skep.commands.deploy.World.ROOT;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.commands.chat.Outcome;
import skep.deploy.apply.WaitingPlans;

/** {@code /diff all} and {@code /deploy all}. */
class AllStacksTest {
  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void everyChangedStackGetsAPlanOfItsOwn() {
    world.estate.push(Map.of("web", "nginx:1", "api", "api:1", "mail", "mail:1"));
    world.deployed("mail");
    Outcome outcome = world.says(ANNA, "/deploy all");
    assertThat(outcome).isInstanceOf(Outcome.Waiting.class);
    assertThat(outcome.text())
        .contains("+ service api_app", "*mail*: no changes", "+ service web_app");
    List<String> plans =
        new WaitingPlans(world.records, world.now::get)
            .waiting().stream().map(waiting -> waiting.plan().id()).toList();
    assertThat(plans).hasSize(2);
    for (String plan : plans) {
      assertThat(outcome.text()).contains("`/deploy approve " + plan + "`");
      assertThat(world.says(BEN, "/deploy approve " + plan)).isInstanceOf(Outcome.Done.class);
    }
    assertThat(world.image("api_app")).contains("api:1");
    assertThat(world.image("web_app")).contains("nginx:1");
    assertThat(world.says(ANNA, "/deploy all")).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void carriedOutAtOnceItStopsAtTheFirstThatIsNotVerified() {
    world.estate.sayNothingOfAccess();
    world.estate.push(Map.of("api", "api:1", "mail", "crash:1", "shop", "shop:1", "web", "web:1"));
    Outcome outcome = world.says(ROOT, "/deploy all --yes");
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.text())
        .contains(
            "*api* release 1 is verified", "*mail* release 1 failed", "Not begun: *shop*, *web*");
    assertThat(world.image("api_app")).contains("api:1");
    assertThat(world.image("shop_app")).isEmpty();
    assertThat(outcome.changes()).extracting(Outcome.ChangeView::name).contains("api_app");
  }

  @Test
  void whereNobodyHasToAgreeAllAreCarriedOut() {
    world.estate.approval(false);
    world.estate.push(Map.of("api", "api:1", "web", "web:1"));
    Outcome outcome = world.says(ANNA, "/deploy all");
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(world.image("api_app")).contains("api:1");
    assertThat(world.image("web_app")).contains("web:1");
  }

  @Test
  void aLockedOrBrokenStackDoesNotKeepTheOthersFromWaiting() {
    world.estate.push(Map.of("api", "INVALID", "mail", "mail:1", "web", "web:1"));
    world.says(BEN, "/deploy lock mail moving the disk");
    Outcome outcome = world.says(ANNA, "/deploy all");
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.text())
        .contains("no key imge", "@ben has held the lock of *mail*", "+ service web_app")
        .doesNotContain("Not begun");
    assertThat(new WaitingPlans(world.records, world.now::get).waiting()).hasSize(1);
  }

  @Test
  void ofABranchAndWithTheSameRights() {
    world.estate.push("web:1");
    world.estate.push("next", "web:2");
    assertThat(world.says(ANNA, "/deploy all@next").text()).contains("image: (none) → web:2");
    assertThat(world.says(EVE, "/deploy all")).isInstanceOf(Outcome.Refused.class);
    assertThat(world.says(ANNA, "/deploy all --service app"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.next()).isEqualTo("/deploy web --service app"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INVALID", "LOCKED no key", "UNREADABLE", "REFUSED so", "REJECTED so"})
  void oneBrokenStackDoesNotHideTheOthersNorTheirChanges(String broken) {
    world.estate.push(Map.of("api", broken, "web", "web:1"));
    Outcome outcome = world.says(ANNA, "/diff all");
    assertThat(outcome).isNotInstanceOf(Outcome.Done.class);
    assertThat(outcome.text()).contains("*api*: cannot be planned", "*web*: 1 to create");
    assertThat(outcome.changes())
        .singleElement()
        .satisfies(change -> assertThat(change.name()).isEqualTo("web_app"));
  }

  @Test
  void anEngineThatDoesNotAnswerIsOneFailure() {
    world.estate.push(Map.of("api", "UNREACHABLE", "web", "web:1"));
    Outcome outcome = world.says(ANNA, "/diff all");
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.text()).startsWith("The Docker engine does not answer");
  }

  @Test
  void aLockedFileNeedsItsKeyAndNoPush() {
    world.estate.push(Map.of("api", "LOCKED no key was given", "web", "web:1"));
    assertThat(world.says(ANNA, "/diff all"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.next())
                    .startsWith("give the key that opens it in GIT_CRYPT_KEY_FILE"));
  }
}
