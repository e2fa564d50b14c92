package skep.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.lab.Managers;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;

@LabTest(LabTest.THREE_MANAGERS)
class QuorumTest {
  @Test
  void without_a_majority_a_write_says_so_and_works_again_with_one(@Managers(3) Lab lab) {
    var host = DockerHost.parse(lab.dockerHost());
    var name = lab.unique("quorum");
    var spec = JsonNodeFactory.instance.objectNode().put("Name", name).put("Data", "eA==");
    try (var swarm = DockerSwarm.connect(host, Duration.ofSeconds(30))) {
      lab.cut(2);
      lab.cut(3);
      try {
        assertThatThrownBy(() -> swarm.createConfig(spec))
            .isInstanceOf(EngineException.NoQuorum.class);
      } finally {
        lab.heal(2);
        lab.heal(3);
      }
      // What became of the write itself nobody knows: the same leader may still bring it through.
      var again = spec.deepCopy().put("Name", name + "-again");
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(EngineException.NoQuorum.class)
          .ignoreExceptionsInstanceOf(EngineException.Unreachable.class)
          .until(() -> swarm.config(again.path("Name").asText()).isPresent() || made(swarm, again));
      var made =
          await()
              .atMost(Duration.ofSeconds(60))
              .ignoreExceptionsInstanceOf(EngineException.NoQuorum.class)
              .ignoreExceptionsInstanceOf(EngineException.Unreachable.class)
              .until(() -> swarm.config(name + "-again"), Optional::isPresent)
              .orElseThrow();
      assertThat(made.data()).asString().isEqualTo("x");
      swarm.removeConfig(made.id());
      swarm.config(name).ifPresent(late -> swarm.removeConfig(late.id()));
    }
  }

  private static boolean made(Swarm swarm, ObjectNode spec) {
    return !swarm.createConfig(spec).isEmpty();
  }
}
