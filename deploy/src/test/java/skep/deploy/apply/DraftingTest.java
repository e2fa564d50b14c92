package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.Scene.attached;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.release.Consent;
import skep.deploy.release.RecordData;
import skep.deploy.release.Release;

/** What a release pins is known by its content, also where it is not new. */
class DraftingTest {
  private final SmallSwarm swarm = new SmallSwarm();
  private final Scene scene = new Scene(swarm, Scene.QUICK, Scene.BRIEF).deployed();

  private static ObjectNode withSecret(String image) {
    ObjectNode spec = attached(service("web_app", image));
    spec.withObjectProperty("TaskTemplate")
        .withObjectProperty("ContainerSpec")
        .withArrayProperty("Secrets")
        .addObject()
        .put("SecretName", "web_password")
        .putObject("File")
        .put("Name", "password");
    return spec;
  }

  private Map<String, String> deployed(String image, Map<String, String> fingerprints) {
    Plan plan = scene.plan(change(Action.UPDATE, withSecret(image)));
    assertThat(
            scene.run(
                new Order(
                    plan,
                    Scene.ANN,
                    Consent.NOT_ASKED,
                    "message m1",
                    List.of(),
                    Contents.NONE,
                    fingerprints)))
        .isInstanceOf(Verdict.VerifiedNew.class);
    return scene.releases.latest("web").map(Release::fingerprints).orElseThrow();
  }

  @Test
  void aSecretThatStaysKeepsTheFingerprintTheLastReleaseRecorded() {
    swarm.createSecret(RecordData.object().put("Name", "web_password"));

    assertThat(deployed("ok-app-2", Map.of("web_password", "f1")))
        .containsEntry("web_password", "f1");
    assertThat(deployed("ok-app-3", Map.of())).containsEntry("web_password", "f1");
    assertThat(deployed("ok-app-4", Map.of("web_password", "f2")))
        .containsEntry("web_password", "f2");
  }
}
