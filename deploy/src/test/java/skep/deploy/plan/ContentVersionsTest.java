package skep.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.deploy.plan.Specs.config;
import static skep.deploy.plan.Specs.readingConfig;
import static skep.deploy.plan.Specs.readingSecret;
import static skep.deploy.plan.Specs.secret;
import static skep.deploy.plan.Specs.service;
import static skep.deploy.plan.Specs.stack;
import static skep.deploy.plan.Specs.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.Field;
import skep.deploy.plan.content.Labels;
import skep.deploy.stack.DesiredSecret;
import skep.deploy.stack.DesiredStack;

class ContentVersionsTest {
  private final World world = new World();

  @Test
  void aNewSecretBecomesVersionOneAndTheServiceReadsItUnderItsOwnName() {
    Plan plan = world.plan(withPassword("s3cret"));

    ObjectNode created = change(plan, "web_pw-1").spec().orElseThrow();
    assertThat(created.path("Name").asText()).isEqualTo("web_pw-1");
    assertThat(created.path("Labels").path(Labels.NAMESPACE).asText()).isEqualTo("web");
    assertThat(created.path("Labels").path(Labels.NAME).asText()).isEqualTo("web_pw");
    assertThat(created.path("Labels").path(Labels.FINGERPRINT).asText()).matches("[0-9a-f]{32}");
    assertThat(
            change(plan, "web_app")
                .spec()
                .orElseThrow()
                .at("/TaskTemplate/ContainerSpec/Secrets/0/SecretName")
                .asText())
        .isEqualTo("web_pw-1");
    assertThat(new String(PlanJson.write(plan), StandardCharsets.UTF_8)).doesNotContain("s3cret");
  }

  @Test
  void anUnchangedSecretKeepsItsVersion() {
    world.deploy(withPassword("s3cret"));

    Plan again = world.plan(withPassword("s3cret"));

    assertThat(again.isEmpty()).isTrue();
    assertThat(change(again, "web_pw-1").action()).isEqualTo(Action.NONE);
  }

  @Test
  void aChangedSecretRollsItsServicesOverOnceAndOnlyThem() {
    var desired =
        with(stack(service("app", "app:1", readingSecret()), service("db")), secret("pw", "one"));
    world.deploy(desired);
    var changed =
        with(stack(service("app", "app:1", readingSecret()), service("db")), secret("pw", "two"));

    Plan plan = world.deploy(changed);

    assertThat(change(plan, "web_pw-2").fields())
        .containsExactly(new Field("content", Optional.of("web_pw-1"), Optional.of("new")));
    assertThat(change(plan, "web_app").fields())
        .containsExactly(new Field("secrets.pw", Optional.of("web_pw-1"), Optional.of("web_pw-2")));
    assertThat(change(plan, "web_db").action()).isEqualTo(Action.NONE);
    world.kept.add("web_pw-1");
    assertThat(world.plan(changed).isEmpty()).isTrue();
  }

  @Test
  void aContentThatComesBackTakesItsOldVersionAgain() {
    world.deploy(withPassword("one"));
    world.kept.add("web_pw-1");
    world.deploy(withPassword("two"));
    world.kept.add("web_pw-2");

    Plan back = world.plan(withPassword("one"));

    assertThat(change(back, "web_pw-1").action()).isEqualTo(Action.NONE);
    assertThat(change(back, "web_app").fields())
        .containsExactly(new Field("secrets.pw", Optional.of("web_pw-2"), Optional.of("web_pw-1")));
  }

  @Test
  void aCounterAKeptReleaseKnowsIsNeverUsedForAnotherContent() {
    world.kept.add("web_pw-7");

    assertThat(change(world.plan(withPassword("x")), "web_pw-8").action()).isEqualTo(Action.CREATE);
  }

  @Test
  void aSecretTheCliMadeIsAdoptedAsItIs() {
    asTheCliDeployed(withPassword("s3cret"));

    Plan plan = world.plan(withPassword("s3cret"));

    assertThat(change(plan, "web_pw").action()).isEqualTo(Action.ADOPT);
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void anAdoptedSecretWhoseContentChangedSinceGetsItsFirstVersion() {
    asTheCliDeployed(withPassword("s3cret"));
    world.deploy(withPassword("s3cret"));

    Plan same = world.plan(withPassword("s3cret"));
    Plan changed = world.plan(withPassword("other"));

    assertThat(change(same, "web_pw").action()).isEqualTo(Action.NONE);
    assertThat(change(changed, "web_pw-1").action()).isEqualTo(Action.CREATE);
    assertThat(change(changed, "web_app").fields())
        .containsExactly(new Field("secrets.pw", Optional.of("web_pw"), Optional.of("web_pw-1")));
  }

  @Test
  void aSecretThatAReleaseRecordedWithoutFingerprintIsAdoptedAgain() {
    asTheCliDeployed(withPassword("s3cret"));
    world.last = Optional.of(world.release(1, Map.of("web_pw", "")));

    Plan plan = world.plan(withPassword("s3cret"));

    assertThat(change(plan, "web_pw").action()).isEqualTo(Action.ADOPT);
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void aConfigTheCliMadeIsAdoptedOnlyIfItsDataIsTheSame() {
    var desired = with(stack(service("app", "app:1", readingConfig())), config("cf", "a"));
    world.configOfTheCli("web_cf", "a");
    assertThat(change(world.plan(desired), "web_cf").action()).isEqualTo(Action.ADOPT);

    world.configOfTheCli("web_cf", "b");
    assertThat(change(world.plan(desired), "web_cf-1").action()).isEqualTo(Action.CREATE);
  }

  @Test
  void anObjectOfAnotherStackIsNeitherAdoptedNorCollected() {
    world.holdSecret("web_pw", Map.of(Labels.NAMESPACE, "other"));
    world.holdSecret(
        "other_x-1",
        Map.of(Labels.NAMESPACE, "other", Labels.NAME, "other_x", Labels.FINGERPRINT, "f"));

    Plan plan = world.plan(withPassword("s3cret"));

    assertThat(change(plan, "web_pw-1").action()).isEqualTo(Action.CREATE);
    assertThat(plan.changes()).noneMatch(change -> change.action() == Action.REMOVE);
  }

  @Test
  void aVersionNobodyNeedsAnyMoreIsCollected() {
    world.deploy(withPassword("one"));
    Plan moving = world.deploy(withPassword("two"));
    assertThat(moving.changes()).noneMatch(change -> change.action() == Action.REMOVE);

    assertThat(change(world.plan(withPassword("two")), "web_pw-1").action())
        .isEqualTo(Action.REMOVE);
  }

  @Test
  void aVersionAKeptReleaseOrARunningTaskNeedsStays() {
    world.deploy(withPassword("one"));
    world.deploy(withPassword("two"));
    world.kept.add("web_pw-1");
    assertThat(world.plan(withPassword("two")).isEmpty()).isTrue();

    world.kept.clear();
    world.heldByTasks.add("web_pw-1");
    assertThat(world.plan(withPassword("two")).isEmpty()).isTrue();
  }

  @Test
  void whatTheCliOrAPersonMadeIsNeverCollected() {
    world.secretOfTheCli("web_unused");
    world.configOfTheCli("web_unused", "x");

    assertThat(world.plan(stack(service("app"))).changes())
        .noneMatch(change -> change.action() == Action.REMOVE);
  }

  @Test
  void anExternalSecretStaysUnderItsName() {
    var external = new DesiredSecret("web_pw", true, Specs.json("{}"), Optional.empty());

    Plan plan = world.plan(with(stack(service("app", "app:1", readingSecret())), external));

    assertThat(plan.changes()).noneMatch(change -> change.kind() == Plan.ObjectKind.SECRET);
    assertThat(
            change(plan, "web_app")
                .spec()
                .orElseThrow()
                .at("/TaskTemplate/ContainerSpec/Secrets/0/SecretName")
                .asText())
        .isEqualTo("web_pw");
  }

  @Test
  void tooLargeAndEmptyValuesAreToldWhenPlanning() {
    DesiredStack desired =
        with(
            with(stack(service("app")), secret("big", "x".repeat(512_000)), secret("none", "")),
            config("big", "x".repeat(1_024_001)));

    assertThatThrownBy(() -> world.plan(desired))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining("the secret web_big has 512,000 bytes; the Swarm takes 511,999")
        .hasMessageContaining("the config web_big has 1,024,001 bytes")
        .hasMessageContaining("the secret web_none is empty");
  }

  private void asTheCliDeployed(DesiredStack desired) {
    world.secretOfTheCli("web_pw");
    Plan plan = world.plan(desired);
    world.apply(plan, desired);
  }

  private static DesiredStack withPassword(String value) {
    return with(stack(service("app", "app:1", readingSecret())), secret("pw", value));
  }

  private static Change change(Plan plan, String name) {
    return List.copyOf(plan.changes()).stream()
        .filter(change -> change.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
