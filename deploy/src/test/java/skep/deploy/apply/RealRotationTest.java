package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.RealStack.yaml;
import static skep.deploy.apply.ServiceText.service;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.lab.Managers;
import skep.deploy.plan.Plan;
import skep.deploy.release.Releases;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmSecret;
import skep.deploy.swarm.SwarmTask;

/** A secret gets another value under a service of three replicas that is being used. */
@LabTest(LabTest.THREE_MANAGERS)
class RealRotationTest {
  private static final Plan.Options DETACHED =
      new Plan.Options(Plan.ResolveImage.NEVER, false, true, Optional.empty());

  private final Lab lab;
  private final Swarm swarm;
  private final RealStack web;
  private final int port;

  RealRotationTest(@Managers(3) Lab lab) {
    this.lab = lab;
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
    this.web = new RealStack(swarm, RealStack.Setting.QUICK);
    this.port = 20_000 + Math.floorMod(lab.unique("port").hashCode(), 10_000);
  }

  @BeforeEach
  void nothingRuns() {
    RealStack.clean(swarm);
  }

  @AfterEach
  void clean() {
    RealStack.clean(swarm);
    swarm.close();
  }

  /** One replica a machine, on the machine's own port: the kernel here has no routing mesh. */
  private String stack(String round) {
    ServiceText app =
        service("app", lab.image("app:1"))
            .with("ports", "[{target: 80, published: %d, mode: host}]".formatted(port))
            .with("secrets", "[password]")
            .with("environment", "{ROUND: \"%s\"}".formatted(round))
            .with("healthcheck", "{test: [CMD, app, check], interval: 1s, timeout: 3s, retries: 3}")
            .deploy("replicas", "3")
            .deploy("placement", "{max_replicas_per_node: 1}")
            .deploy(
                "update_config",
                "{parallelism: 1, order: stop-first, failure_action: continue, monitor: 1s}");
    return yaml(app) + "secrets:\n  password: {file: password}\n";
  }

  private List<String> secrets() {
    return swarm.secrets().stream().map(SwarmSecret::name).sorted().toList();
  }

  private List<SwarmTask> tasks() {
    return swarm.tasks(swarm.service("web_app").orElseThrow().id());
  }

  /**
   * Asks one replica after the other, the next one where one does not answer, as Traefik with
   * retries does; a request has failed where none of the three answered.
   */
  private final class Client implements AutoCloseable {
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    private final AtomicBoolean ends = new AtomicBoolean();
    private final HttpClient http =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    Client() {
      Thread.ofVirtual().start(this::poll);
    }

    private void poll() {
      for (int first = 0; !ends.get(); first++) {
        int from = first;
        boolean good = IntStream.range(0, 3).anyMatch(next -> answers((from + next) % 3 + 1));
        (good ? answered : failed).incrementAndGet();
      }
    }

    private boolean answers(int machine) {
      try {
        URI address = URI.create("http://%s:%d/".formatted(lab.address(machine), port));
        HttpRequest request =
            HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
      } catch (java.io.IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void close() {
      ends.set(true);
      http.close();
    }
  }

  @Test
  void oneRollingUpdateNoFailedRequestAndTheOldVersionGoesWithTheLastReleaseThatHasIt() {
    web.files.put("password", "first-value");
    web.verifiedNew(web.run(web.plan(stack("0"))));
    assertThat(secrets()).containsExactly("web_password-1");
    assertThat(tasks()).hasSize(3);

    web.files.put("password", "second-value");
    try (Client client = new Client()) {
      Awaitility.await().until(() -> client.answered.get() > 5);
      web.verifiedNew(web.run(web.plan(stack("0"))));
      int answers = client.answered.get();
      Awaitility.await().until(() -> client.answered.get() > answers + 5);
      assertThat(client.failed).as("requests no replica answered").hasValue(0);
    }
    assertThat(tasks()).as("each of the three was replaced once").hasSize(6);
    assertThat(secrets()).containsExactly("web_password-1", "web_password-2");
    assertThat(web.runningTasks("web_app"))
        .hasSize(3)
        .allMatch(task -> task.spec().toString().contains("web_password-2"));

    for (int releases = 2; releases < Releases.KEPT; releases++) {
      web.run(web.plan(stack("" + releases), DETACHED));
    }
    assertThat(secrets()).as("still needed by a kept release").contains("web_password-1");
    web.run(web.plan(stack("last"), DETACHED));
    web.run(web.plan(stack("the next"), DETACHED));
    assertThat(secrets()).containsExactly("web_password-2");
  }
}
