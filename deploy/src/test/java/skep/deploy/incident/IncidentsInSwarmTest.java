package skep.deploy.incident;

import org.junit.jupiter.api.AfterEach;
import skep.deploy.release.RecordStore;
import skep.deploy.release.SwarmRecords;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.Swarm;

class IncidentsInSwarmTest extends IncidentRecordsContract {
  private final Swarm swarm = SimulatedSwarm.start(Options.QUICK);

  @AfterEach
  void stop() {
    swarm.close();
  }

  @Override
  RecordStore store() {
    return new SwarmRecords(swarm);
  }
}
