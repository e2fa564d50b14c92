package skep.deploy.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.SwarmTask;

/** What only the simulated engine can be told to do. */
class SimulatedNodesTest {
  private final SimulatedSwarm swarm = SimulatedSwarm.start(Options.QUICK);

  @AfterEach
  void stop() {
    swarm.close();
  }

  @Test
  void tasks_of_a_lost_node_start_elsewhere() {
    var first = swarm.info().nodeId();
    var id = create("web");
    await().until(() -> runsOn(id, first));
    var second = swarm.addNode("simulated-2", "worker", Map.of());
    swarm.loseNode(first);
    await().until(() -> runsOn(id, second));
    assertThat(swarm.tasks(id)).extracting(SwarmTask::state).contains("orphaned");
  }

  @Test
  void a_moved_tag_stands_for_another_digest() {
    var before = swarm.resolve("example/web:latest", RegistryCredential.NONE);
    swarm.moveTag("example/web:latest");
    assertThat(swarm.resolve("example/web:latest", RegistryCredential.NONE)).isNotEqualTo(before);
  }

  @Test
  void a_thousand_services_come_to_run() {
    for (int i = 0; i < 1_000; i++) {
      create("web-" + i);
    }
    await()
        .until(() ->
            swarm.services(Map.of()).stream().allMatch(s -> runsOn(s.id(), swarm.info().nodeId())));
    assertThat(swarm.services(Map.of())).hasSize(1_000);
  }

  private boolean runsOn(String service, String node) {
    return swarm.tasks(service).stream()
        .anyMatch(t -> t.state().equals("running") && t.nodeId().orElse("").equals(node));
  }

  private String create(String name) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode().put("Name", name);
    spec.putObject("TaskTemplate").putObject("ContainerSpec").put("Image", "example/web:1");
    return swarm.createService(spec, RegistryCredential.NONE).id();
  }
}
