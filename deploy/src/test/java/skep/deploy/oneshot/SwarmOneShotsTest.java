package skep.deploy.oneshot;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;

@LabTest
final class SwarmOneShotsTest extends OneShotsContract {
  private final Lab lab;
  private final Swarm swarm;

  SwarmOneShotsTest(Lab lab) {
    this.lab = lab;
    this.swarm =
        DockerSwarm.connect(
            DockerHost.fromEnvironment(Map.of("DOCKER_HOST", lab.dockerHost())),
            Duration.ofSeconds(30));
  }

  @Override
  void end() {
    swarm.close();
  }

  @Override
  OneShots oneShots() {
    return new SwarmOneShots(
        swarm, _ -> RegistryCredential.NONE, InstantSource.system(), Duration.ofMillis(300));
  }

  @Override
  String image() {
    return lab.image("app:1");
  }
}
