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
import skep.deploy.swarm.Swarm;

/** The registry goes away between the plan and the moment the nodes need it. */
@LabTest
class RealRegistryGoneTest {
  private final Lab lab;
  private final Swarm swarm;
  private final RealStack web;
  private final String late;

  RealRegistryGoneTest(Lab lab) {
    this.lab = lab;
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
    this.web = new RealStack(swarm, RealStack.Setting.QUICK);
    this.late = lab.image(lab.unique("late") + ":1");
  }

  /** An image only this test uses: in the registry, and on the node until it is forgotten there. */
  @BeforeEach
  void theStackRunsAndANewImageIsPushed() {
    lab.startRegistry();
    RealStack.clean(swarm);
    web.deployed(service("db", lab.image("app:1")), service("app", lab.image("app:1")));
    lab.docker("tag", lab.image("app:2"), late);
    lab.docker("push", "-q", late);
  }

  @AfterEach
  void clean() {
    lab.startRegistry();
    RealStack.clean(swarm);
    swarm.close();
  }

  private RealStack.Planned planned() {
    return web.plan(
        yaml(service("db", lab.image("app:2")), service("app", late).with("depends_on", "[db]")));
  }

  @Test
  void beforeTheLastCheckNothingIsTouched() {
    var planned = planned();
    lab.docker("rmi", late);
    lab.stopRegistry();
    assertThat(web.refusedAndUntouched(web.run(planned)).reason())
        .contains("nodes could not pull it for web_app");
    assertThat(web.running("web_app")).containsExactly("app:1", "app:1");
    assertThat(web.releases.history("web")).hasSize(1);
  }

  @Test
  void afterTheLastCheckAndNotOnTheNodeItEndsVerifiedOld() {
    var planned = planned();
    lab.docker("rmi", late);
    var verdict =
        web.run(
            planned,
            moment -> {
              if (moment.equals("noted the release")) {
                lab.stopRegistry();
              }
            },
            _ -> {});
    var old = web.verifiedOld(verdict);
    assertThat(old.reason()).contains("web_app", "No such image");
    assertThat(old.report().task().orElseThrow().state()).isEqualTo("rejected");
    assertThat(web.running("web_db")).containsExactly("app:1", "app:1");
    assertThat(web.running("web_app")).containsExactly("app:1", "app:1");
  }

  @Test
  void afterTheLastCheckButOnTheNodeItEndsVerifiedNew() {
    var verdict =
        web.run(
            planned(),
            moment -> {
              if (moment.equals("noted the release")) {
                lab.stopRegistry();
              }
            },
            _ -> {});
    web.verifiedNew(verdict);
    assertThat(web.running("web_db")).containsExactly("app:2", "app:2");
    assertThat(web.running("web_app")).hasSize(2).allMatch(image -> late.endsWith("/" + image));
  }
}
