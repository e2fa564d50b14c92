package skep.deploy.release;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.swarm.Swarm;

/** Records in the configs of a real Swarm. */
@LabTest
class SwarmRecordsTest extends RecordStoreContract {
  private final Swarm swarm;

  SwarmRecordsTest(Lab lab) {
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
  }

  @Override
  RecordStore store() {
    return new SwarmRecords(swarm);
  }

  @BeforeEach
  @AfterEach
  void nothingIsLeft() {
    swarm.configs(Map.of("skep.record", "")).forEach(config -> swarm.removeConfig(config.id()));
  }
}
