package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.deploy.apply.Scene.attached;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import skep.deploy.plan.Plan.Change.Action;

/** What somebody else made of a service while the bot was dead is not what was deployed. */
class MeanwhileTest {
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static ObjectNode container(ObjectNode spec) {
    return spec.withObjectProperty("TaskTemplate").withObjectProperty("ContainerSpec");
  }

  private static Map<String, Consumer<ObjectNode>> changes() {
    var changes = new LinkedHashMap<String, Consumer<ObjectNode>>();
    changes.put(
        "a mount added",
        spec ->
            container(spec)
                .withArrayProperty("Mounts")
                .addObject()
                .put("Type", "bind")
                .put("Source", "/")
                .put("Target", "/host"));
    changes.put(
        "a port published",
        spec ->
            spec.withObjectProperty("EndpointSpec")
                .withArrayProperty("Ports")
                .addObject()
                .put("TargetPort", 80)
                .put("PublishedPort", 80));
    changes.put(
        "a secret added",
        spec ->
            container(spec)
                .withArrayProperty("Secrets")
                .addObject()
                .put("SecretID", "s1")
                .put("SecretName", "other")
                .putObject("File")
                .put("Name", "other"));
    changes.put(
        "a network left",
        spec -> spec.withObjectProperty("TaskTemplate").withArrayProperty("Networks").removeAll());
    changes.put(
        "a memory limit",
        spec ->
            spec.withObjectProperty("TaskTemplate")
                .withObjectProperty("Resources")
                .withObjectProperty("Limits")
                .put("MemoryBytes", 1_000_000));
    changes.put(
        "a health check",
        spec ->
            container(spec)
                .withObjectProperty("Healthcheck")
                .withArrayProperty("Test")
                .add("NONE"));
    changes.put(
        "a constraint",
        spec ->
            spec.withObjectProperty("TaskTemplate")
                .withObjectProperty("Placement")
                .withArrayProperty("Constraints")
                .add("node.role==manager"));
    changes.put("a label", spec -> spec.withObjectProperty("Labels").put("by", "hand"));
    changes.put("a variable", spec -> container(spec).withArrayProperty("Env").add("A=b"));
    return changes;
  }

  @TestFactory
  Stream<DynamicTest> isNotVerifiedAsNew() {
    return changes().entrySet().stream()
        .map(one ->
            DynamicTest.dynamicTest(
                one.getKey(), () -> judged(service("web_app", "ok-app-2"), one.getValue())));
  }

  @Test
  void aServiceScaledUpFromNoneIsNotVerifiedAsNew() {
    ObjectNode none = service("web_app", "ok-app-2");
    none.putObject("Mode").putObject("Replicated").put("Replicas", 0);
    judged(
        none,
        spec ->
            spec.withObjectProperty("Mode").withObjectProperty("Replicated").put("Replicas", 3));
  }

  private static void judged(ObjectNode app, Consumer<ObjectNode> meanwhile) {
    var swarm = new SmallSwarm();
    Scene scene = new Scene(swarm, Scene.QUICK, Scene.BRIEF).deployed();
    assertThatThrownBy(() ->
            scene.run(
                orderOf(scene.plan(change(Action.UPDATE, attached(app)))),
                moment -> {
                  if (moment.equals("noted verifying")) {
                    throw new Killed();
                  }
                }))
        .isInstanceOf(Killed.class);
    swarm.change("web_app", meanwhile);
    scene.clock.pass(Duration.ofMinutes(2));

    assertThat(scene.recover(Checkpoint.NONE).getFirst().verdict())
        .isInstanceOfSatisfying(
            Verdict.VerifiedOld.class,
            old -> assertThat(old.reason()).isEqualTo("somebody else changed web_app meanwhile"));
    assertThat(scene.tasks("web_app")).containsExactly("running ok-app-1", "running ok-app-1");
  }
}
