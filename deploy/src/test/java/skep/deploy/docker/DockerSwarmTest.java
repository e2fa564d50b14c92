package skep.deploy.docker;

import java.time.Duration;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmContract;

@LabTest
class DockerSwarmTest extends SwarmContract {
  private final Lab lab;
  private final DockerSwarm swarm;

  DockerSwarmTest(Lab lab) {
    this.lab = lab;
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(15));
  }

  @Override
  protected Swarm swarm() {
    return swarm;
  }

  @Override
  protected String image(String nameAndTag) {
    return lab.image(nameAndTag);
  }
}
