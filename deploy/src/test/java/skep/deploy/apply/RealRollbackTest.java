package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.RealStack.yaml;
import static skep.deploy.apply.ServiceText.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.swarm.Swarm;

/** Back to a release: its images, its secret and config versions, and nothing half-way. */
@LabTest
class RealRollbackTest {
  private static final String CONTENTS =
      "secrets: {pw: {file: ./pw}}\nconfigs: {cf: {file: ./cf}}\n";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Lab lab;
  private final Swarm swarm;
  private final RealStack web;
  private final String repository;
  private final JsonNode first;

  RealRollbackTest(Lab lab) throws IOException {
    this.lab = lab;
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
    this.web = new RealStack(swarm, RealStack.Setting.QUICK);
    this.repository = lab.unique("kept");
    lab.startRegistry();
    RealStack.clean(swarm);
    lab.docker("tag", lab.image("app:1"), lab.image(repository + ":1"));
    lab.docker("push", "-q", lab.image(repository + ":1"));
    release(repository + ":1", "one", "first");
    this.first = inspect("web_app");
  }

  @BeforeEach
  void aSecondReleaseChangedEverything() {
    release("app:2", "two", "second");
    assertThat(web.names())
        .contains("secret web_pw-1", "secret web_pw-2", "config web_cf-1", "config web_cf-2");
    assertThat(inContainer("/run/secrets/pw")).isEqualTo("two");
    web.remember();
  }

  @AfterEach
  void clean() {
    lab.startRegistry();
    RealStack.clean(swarm);
    swarm.close();
  }

  private void release(String image, String password, String config) {
    web.files.put("pw", password);
    web.files.put("cf", config);
    var app =
        service("app", lab.image(image))
            .deploy("replicas", "1")
            .with("secrets", "[pw]")
            .with("configs", "[{source: cf, target: /cf}]");
    web.verifiedNew(web.run(web.plan(yaml(app) + CONTENTS)));
  }

  private JsonNode inspect(String service) throws IOException {
    return JSON.readTree(lab.docker("service", "inspect", service)).path(0).path("Spec");
  }

  private String inContainer(String path) {
    String id = web.runningTasks("web_app").getFirst().id();
    String container =
        lab.docker("ps", "-q", "--filter", "label=com.docker.swarm.task.id=" + id).strip();
    return lab.docker("exec", container, "cat", path).strip();
  }

  @Test
  void everythingIsAsTheReleaseHadIt() throws IOException {
    var verdict = web.verifiedNew(web.run(web.planBack(1)));
    assertThat(verdict.release().number()).isEqualTo(3);
    assertThat(inspect("web_app")).isEqualTo(first);
    assertThat(web.running("web_app")).containsExactly(repository + ":1");
    assertThat(inContainer("/run/secrets/pw")).isEqualTo("one");
    assertThat(inContainer("/cf")).isEqualTo("first");
    assertThat(verdict.release().fingerprints()).containsOnlyKeys("web_pw-1", "web_cf-1");
    assertThat(verdict.release().fingerprints())
        .isEqualTo(web.releases.find("web", 1).orElseThrow().fingerprints());
    assertThat(web.names()).contains("secret web_pw-2", "config web_cf-2");

    assertThat(web.planBack(1).plan().isEmpty()).as("it is there, to the letter").isTrue();
    web.verifiedNew(web.run(web.planBack(2)));
    assertThat(inContainer("/run/secrets/pw")).isEqualTo("two");
    assertThat(web.running("web_app")).containsExactly("app:2");
  }

  @Test
  void aDigestTheRegistryDeletedIsRefusedBeforehand() throws Exception {
    String image = first.at("/TaskTemplate/ContainerSpec/Image").asText();
    var uri =
        URI.create(
            "http://%s/v2/%s/manifests/%s"
                .formatted(lab.registry(), repository, image.replaceAll(".*@", "")));
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri).DELETE().build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(202);
    }
    var refused = web.refusedAndUntouched(web.run(web.planBack(1)));
    assertThat(refused.reason()).contains(image, "nodes could not pull it for web_app");
    assertThat(refused.next()).contains("/deploy history web");
    assertThat(web.running("web_app")).containsExactly("app:2");
    assertThat(web.releases.history("web")).hasSize(2);
  }

  @Test
  void withoutTheRegistryItIsRefusedBeforehand() {
    lab.stopRegistry();
    assertThat(web.refusedAndUntouched(web.run(web.planBack(1))).reason())
        .contains("nodes could not pull it for web_app");
    assertThat(web.running("web_app")).containsExactly("app:2");
    assertThat(web.releases.history("web")).hasSize(2);
  }

  @Test
  void aSecretVersionSomebodyRemovedIsRefusedBeforehand() {
    lab.docker("secret", "rm", "web_pw-1");
    web.remember();
    assertThat(web.refusedAndUntouched(web.run(web.planBack(1))).reason())
        .contains("the secret web_pw-1 does not exist");
    assertThat(List.of(inContainer("/run/secrets/pw"), inContainer("/cf")))
        .containsExactly("two", "second");
  }
}
