package skep.deploy.simulated;

import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmContract;

class SimulatedSwarmTest extends SwarmContract {
  private final SimulatedSwarm swarm = SimulatedSwarm.start(Options.QUICK);

  @Override
  protected Swarm swarm() {
    return swarm;
  }

  @Override
  protected String image(String nameAndTag) {
    return "registry.example/" + nameAndTag;
  }
}
