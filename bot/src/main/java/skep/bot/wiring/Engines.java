package skep.bot.wiring;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skep.bot.wiring.Settings.SettingsException;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;

/** Connections to Docker engines. */
final class Engines {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration PROBE = Duration.ofSeconds(2);

  private Engines() {}

  /**
   * @param host as {@code --docker} has it ({@code simulated}: an empty engine in memory, to see
   *     what a stack would become); empty: as the environment has it
   * @throws SettingsException where the address is none
   */
  static Swarm connect(Settings settings, Optional<String> host) {
    if (host.equals(Optional.of("simulated"))) {
      return SimulatedSwarm.start(Options.QUICK);
    }
    try {
      return DockerSwarm.connect(address(settings, host), DEADLINE);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(e.getMessage());
    }
  }

  private static DockerHost address(Settings settings, Optional<String> host) {
    Map<String, String> environment = new TreeMap<>(settings.everything());
    host.ifPresent(given -> environment.put("DOCKER_HOST", given));
    return DockerHost.fromEnvironment(environment);
  }

  /**
   * The machine's own Docker, where it answers at once and is a Swarm manager. Not what {@code
   * DOCKER_HOST} names: that may be a team's production.
   */
  static Optional<Swarm> ofThisMachine() {
    DockerHost local = DockerHost.fromEnvironment(Map.of());
    try {
      Swarm swarm = DockerSwarm.connect(local, PROBE);
      try {
        swarm.nodes();
        swarm.close();
        return Optional.of(DockerSwarm.connect(local, DEADLINE));
      } catch (EngineException e) {
        swarm.close();
        return Optional.empty();
      }
    } catch (EngineException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
