package skep.deploy.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.Faults.Fault;

class FaultySwarmTest {
  private final SimulatedSwarm inner = SimulatedSwarm.start(Options.QUICK);
  private final Faults faults = new Faults();
  private final Swarm swarm = new FaultySwarm(inner, faults);

  @AfterEach
  void stop() {
    swarm.close();
  }

  @Test
  void the_second_write_gets_lost_before_the_engine_sees_it() {
    faults.on(Faults.WRITE, 2, new Fault.FailBefore(FaultySwarmTest::unreachable));
    swarm.createConfig(config("one"));
    assertThatThrownBy(() -> swarm.createConfig(config("two")))
        .isInstanceOf(EngineException.Unreachable.class);
    assertThat(inner.configs(Map.of())).extracting(SwarmConfig::name).containsExactly("one");
    assertThat(faults.writes()).containsExactly("createConfig", "createConfig");
  }

  @Test
  void an_answer_gets_lost_after_the_engine_did_it() {
    faults.on("createConfig", 1, new Fault.FailAfter(FaultySwarmTest::unreachable));
    assertThatThrownBy(() -> swarm.createConfig(config("one")))
        .isInstanceOf(EngineException.Unreachable.class);
    assertThat(inner.config("one")).isPresent();
  }

  @Test
  void a_kill_is_no_exception_anybody_handles() {
    faults.on("config", 1, new Fault.KillBefore());
    assertThatThrownBy(() -> swarm.config("one")).isInstanceOf(Faults.Killed.class);
    assertThat(swarm.config("one")).isEmpty();
  }

  private static EngineException unreachable() {
    return new EngineException.Unreachable("lost", new IOException("reset"));
  }

  private static ObjectNode config(String name) {
    return JsonNodeFactory.instance.objectNode().put("Name", name).put("Data", "eA==");
  }
}
