package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.deploy.apply.RealStack.yaml;
import static skep.deploy.apply.ServiceText.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.apply.RealStack.Setting;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.plan.PlanRefused;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.secrets.redaction.SecretValue;

/** A registry that gives nothing to whom it does not know: nodes pull with the login Skep sends. */
@LabTest
class RealRegistryLoginTest {
  /** In the node's own network, where engines need no certificate of a registry. */
  private static final String REGISTRY = "127.0.0.1:5001";

  private static final String USERS =
      "bot:$2y$05$abcdefghijklmnopqrstuuoXuKqgZXLiJqzfmMXDDhSFPIvxV7t8.\n";

  private final Lab lab;
  private final Swarm swarm;
  private final RealStack web;
  private Process registry;
  @TempDir Path folder;

  RealRegistryLoginTest(Lab lab) throws IOException {
    this.lab = lab;
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
    this.web = stack("hunter2");
    this.registry = new ProcessBuilder("true").start();
  }

  private RealStack stack(String password) {
    var login = new RegistryCredential.Login(REGISTRY, "bot", SecretValue.of(password));
    return new RealStack(swarm, Setting.QUICK.logins(RegistryCredentials.of(List.of(login))));
  }

  @BeforeEach
  void aRegistryWithUsers() throws IOException {
    RealStack.clean(swarm);
    Path users = Files.writeString(folder.resolve("users"), USERS);
    Path configuration =
        Files.writeString(
            folder.resolve("registry.yml"),
            """
            version: 0.1
            log: {level: warn}
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: "%s"}
            auth: {htpasswd: {realm: skep, path: %s}}
            """
                .formatted(folder.resolve("data"), REGISTRY, users));
    registry =
        new ProcessBuilder(
                "ip",
                "netns",
                "exec",
                lab.namespace(1),
                "docker-registry",
                "serve",
                configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    String auth =
        Base64.getEncoder().encodeToString("bot:hunter2".getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(REGISTRY, auth));
    List.of("1", "2", "crash").forEach(this::push);
  }

  private void push(String tag) {
    lab.docker("tag", lab.image("app:" + tag), image(tag));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(IllegalStateException.class)
        .until(
            () -> !lab.docker("--config", folder.toString(), "push", "-q", image(tag)).isEmpty());
    forget(tag);
  }

  /** The next task has to pull it. */
  private void forget(String tag) {
    lab.docker("rmi", "--force", image(tag));
  }

  @AfterEach
  void clean() throws InterruptedException {
    RealStack.clean(swarm);
    swarm.close();
    registry.destroy();
    registry.waitFor();
  }

  private static String image(String tag) {
    return REGISTRY + "/app:" + tag;
  }

  private static ServiceText app(String tag) {
    return service("app", image(tag)).deploy("replicas", "1");
  }

  @Test
  void theLoginGoesWithACreateAnUpdateAndTheWayBack() {
    web.deployed(app("1"));
    assertThat(web.running("web_app")).containsExactly("app:1");
    web.verifiedNew(web.run(web.plan(yaml(app("2")))));
    assertThat(web.running("web_app")).containsExactly("app:2");
    web.remember();

    var verdict =
        web.run(
            web.plan(yaml(app("crash"))),
            moment -> {
              if (moment.equals("before restoring service web_app")) {
                forget("2");
              }
            },
            _ -> {});
    var old = web.verifiedOld(verdict);
    assertThat(old.reason()).contains("web_app does not stay up", "exit code 3");
    assertThat(web.running("web_app")).containsExactly("app:2");
    assertThat(lab.docker("images", "--digests", REGISTRY + "/app"))
        .as("it was pulled again")
        .contains(digest("web_app"));
  }

  private String digest(String service) {
    String image =
        swarm
            .service(service)
            .orElseThrow()
            .spec()
            .at("/TaskTemplate/ContainerSpec/Image")
            .asText();
    return image.replaceAll(".*@", "");
  }

  @Test
  void aWrongLoginIsRefusedBeforeAnythingChanges() {
    web.deployed(app("1"));
    var planned = web.plan(yaml(app("2")));
    RealStack wrong = stack("hunter3");
    assertThatThrownBy(() -> wrong.plan(yaml(app("2"))))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining(image("2"))
        .hasMessageNotContaining("hunter3");

    wrong.remember();
    var refused = wrong.refusedAndUntouched(wrong.run(planned));
    assertThat(refused.reason())
        .contains("nodes could not pull it for web_app", "unauthorized")
        .doesNotContain("hunter");
    assertThat(refused.next()).contains("check the registry's login");
    assertThat(web.running("web_app")).containsExactly("app:1");
    assertThat(web.releases.history("web")).hasSize(1);
  }

  @Test
  void withoutALoginTheNodesGetNothing() {
    var nobody = new RealStack(swarm, Setting.QUICK);
    assertThatThrownBy(() -> nobody.plan(yaml(app("1"))))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining(image("1"));
    assertThat(swarm.services(Map.of())).isEmpty();
  }
}
