package skep.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.deploy.plan.Specs.readingSecret;
import static skep.deploy.plan.Specs.secret;
import static skep.deploy.plan.Specs.service;
import static skep.deploy.plan.Specs.stack;
import static skep.deploy.plan.Specs.with;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.PlanStaleness.Fresh;
import skep.deploy.plan.PlanStaleness.Stale;
import skep.deploy.stack.DesiredStack;
import skep.secrets.repository.CommitId;

class PlanRecordTest {
  private final World world = new World();
  private final DesiredStack desired =
      with(stack(service("app", "app:1", readingSecret())), secret("pw", "one"));

  @Test
  void aPlanReadBackIsThePlanWritten() {
    world.deploy(desired);
    world.edit("web_app", "{'Mode':{'Replicated':{'Replicas':5}}}");
    world.options = new Plan.Options(Plan.ResolveImage.CHANGED, true, true, Optional.of("app"));

    Plan plan =
        world.plan(with(stack(service("app", "app:1", readingSecret())), secret("pw", "two")));

    assertThat(plan.drift()).isNotEmpty();
    assertThat(plan.lints()).isNotEmpty();
    assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
  }

  @Test
  void aRollbackReadBackIsTheRollbackWritten() {
    world.deploy(desired);
    Plan plan =
        Planner.plan(
            PlanRequest.rollback(
                world.last.orElseThrow(),
                world.actual(),
                Optional.empty(),
                world.kept,
                World.FINGERPRINTS,
                Plan.Options.DEFAULT,
                "policy",
                World.NOW));

    assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
  }

  @Test
  void aRecordOfAnotherFormatIsRefused() {
    assertThatThrownBy(() -> PlanJson.read("{\"format\":2}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("plan again");
    assertThatThrownBy(() -> PlanJson.read(new byte[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a plan");
  }

  @Test
  void idsAreShortStableAndTypedInEitherCase() {
    Plan plan = world.plan(desired);

    assertThat(plan.id()).matches("[2-9a-hjkmnp-z]{5}").isEqualTo(world.plan(desired).id());
    assertThat(PlanIds.parse(" " + plan.id().toUpperCase(Locale.ROOT) + " ")).contains(plan.id());
    assertThat(List.of("", "abc", "ab0cd", "abcdef", "ab/cd", "аbcde"))
        .allSatisfy(typed -> assertThat(PlanIds.parse(typed)).isEmpty());
    world.image("app:1", Specs.NEW);
    assertThat(world.plan(desired).id()).isNotEqualTo(plan.id());
  }

  @Test
  void aPlanIsFreshAsLongAsNothingMoved() {
    world.deploy(desired);
    Plan plan = world.plan(desired);
    world.running("other_app", Specs.json("{}"));

    assertThat(staleness(plan)).isEqualTo(new Fresh());
  }

  @Test
  void whateverMovedIsSaid() {
    world.deploy(with(stack(service("app"), service("db")), secret("pw", "one")));
    Plan plan = world.plan(desired);
    world.edit("web_app", "{'Mode':{'Replicated':{'Replicas':5}}}");
    world.services.remove("web_db");
    world.running("web_new", Specs.json("{'Labels':{'com.docker.stack.namespace':'web'}}"));
    world.secretOfTheCli("web_pw-1");

    assertThat(staleness(plan))
        .isEqualTo(
            new Stale(
                List.of(
                    "the secret web_pw-1 was changed",
                    "the service web_app was changed",
                    "the service web_db was removed",
                    "the service web_new appeared")));
  }

  @Test
  void anExternalSecretThatWasReplacedMakesAPlanStale() {
    world.holdSecret("shared", Map.of());
    var reading = stack(service("app", "app:1", readingSecret().replace("web_pw", "shared")));
    Plan plan = world.plan(reading);
    world.holdSecret("shared", Map.of());

    assertThat(staleness(plan)).isEqualTo(new Stale(List.of("the secret shared was changed")));
  }

  @Test
  void commitPolicyAndTimeBindToo() {
    Plan plan = world.plan(desired);

    PlanStaleness staleness =
        PlanStaleness.of(
            plan,
            world.actual(),
            new CommitId("b".repeat(40)),
            "other",
            plan.expires().plus(Duration.ofSeconds(1)));

    assertThat(staleness)
        .isInstanceOfSatisfying(
            Stale.class,
            stale ->
                assertThat(stale.moved())
                    .hasSize(3)
                    .anyMatch(text -> text.contains("expired"))
                    .anyMatch(text -> text.contains("commit aaaaaaaaaa to bbbbbbbbbb"))
                    .anyMatch(text -> text.contains("rules")));
  }

  private PlanStaleness staleness(Plan plan) {
    return PlanStaleness.of(plan, world.actual(), World.COMMIT, "policy", World.NOW);
  }
}
