package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.RealStack.yaml;
import static skep.deploy.apply.ServiceText.service;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.release.Release.State;
import skep.deploy.swarm.Swarm;

/** Somebody else removes what the deployment is about, at the worst moment. */
@LabTest
class RealInterferenceTest {
  private static final String SECRET = "secrets: {pw: {file: ./pw}}\n";

  private final Lab lab;
  private final Swarm swarm;
  private final RealStack web;

  RealInterferenceTest(Lab lab) {
    this.lab = lab;
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
    this.web = new RealStack(swarm, RealStack.Setting.QUICK);
  }

  @BeforeEach
  void theStackRuns() {
    RealStack.clean(swarm);
    web.files.put("pw", "hunter2");
    web.verifiedNew(web.run(web.plan(yaml(one("db", "app:1"), withSecret("app:1")) + SECRET)));
    web.remember();
  }

  @AfterEach
  void clean() {
    RealStack.clean(swarm);
    swarm.close();
  }

  private ServiceText one(String name, String image) {
    return service(name, lab.image(image)).deploy("replicas", "1");
  }

  private ServiceText withSecret(String image) {
    return one("app", image).with("secrets", "[pw]").with("depends_on", "[db]");
  }

  private Verdict runWith(String yaml, String moment, Runnable interference) {
    return web.run(
        web.plan(yaml),
        reached -> {
          if (reached.equals(moment)) {
            interference.run();
          }
        },
        _ -> {});
  }

  private void oldRuns() {
    assertThat(web.running("web_db")).containsExactly("app:1");
    assertThat(web.running("web_app")).containsExactly("app:1");
  }

  @Test
  void aServiceIsRemovedWhileItConverges() {
    String yaml = yaml(one("db", "app:2"), withSecret("app:2")) + SECRET;
    var verdict = runWith(yaml, "noted verifying", () -> lab.docker("service", "rm", "web_app"));
    assertThat(web.verifiedOld(verdict).reason())
        .isEqualTo("somebody else removed web_app meanwhile");
    oldRuns();
  }

  @Test
  void aServiceIsRemovedBeforeItsTurnAndStaysRemoved() {
    String yaml = yaml(one("db", "app:2"), withSecret("app:2")) + SECRET;
    var verdict =
        runWith(yaml, "after update service web_db", () -> lab.docker("service", "rm", "web_app"));
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.VerifiedOld.class,
            old -> assertThat(old.reason()).isEqualTo("somebody else removed web_app meanwhile"));
    web.ended(State.ROLLED_BACK);
    assertThat(web.running("web_db")).containsExactly("app:1");
    assertThat(swarm.service("web_app")).isEmpty();
  }

  @Test
  void aNewSecretIsRemovedBeforeTheServiceUsesIt() {
    web.files.put("pw", "hunter3");
    String yaml = yaml(one("db", "app:2"), withSecret("app:2")) + SECRET;
    var verdict =
        runWith(yaml, "after create secret web_pw-2", () -> lab.docker("secret", "rm", "web_pw-2"));
    assertThat(web.verifiedOld(verdict).reason())
        .isEqualTo("the secret web_pw-2 is not in the Swarm");
    oldRuns();
  }

  @Test
  void aNewNetworkIsRemovedBeforeTheServiceUsesIt() {
    String yaml =
        yaml(one("db", "app:2"), withSecret("app:2").with("networks", "[default, extra]"))
            + SECRET
            + "networks: {default: {}, extra: {}}\n";
    var verdict =
        runWith(
            yaml, "after create network web_extra", () -> lab.docker("network", "rm", "web_extra"));
    assertThat(web.verifiedOld(verdict).reason()).contains("web_extra", "not found");
    oldRuns();
  }

  @Test
  void aSecretInUseCannotBeTakenAwayUnderTheDeployment() {
    web.files.put("pw", "hunter3");
    String yaml = yaml(one("db", "app:2"), withSecret("app:2")) + SECRET;
    var refused = new StringBuilder();
    var verdict =
        runWith(
            yaml,
            "noted verifying",
            () -> {
              try {
                lab.docker("secret", "rm", "web_pw-2");
              } catch (IllegalStateException e) {
                refused.append(e.getMessage());
              }
            });
    web.verifiedNew(verdict);
    assertThat(refused).asString().contains("is in use by the following service: web_app");
    assertThat(web.running("web_app")).containsExactly("app:2");
    assertThat(web.names()).contains("secret web_pw-1", "secret web_pw-2");
  }
}
