package skep.bot.wiring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import skep.bot.wiring.Settings.SettingsException;
import skep.deploy.plan.content.Labels;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.RepositoryException;

/** The sample's stacks on a real Swarm, where stacks of the same names may be somebody's work. */
final class SampleStacks {
  private static final List<String> NAMES = List.of("web", "api");
  private static final int TRIES = 60;

  private final Swarm swarm;
  private final Releases releases;
  private final EstateRepository estate;

  SampleStacks(Swarm swarm, Releases releases, EstateRepository estate) {
    this.swarm = swarm;
    this.releases = releases;
    this.estate = estate;
  }

  /**
   * @throws SettingsException where the Swarm has one that was not made from this estate
   */
  void refuseOthers() {
    for (String stack : NAMES) {
      if (!swarm.services(labels(stack)).isEmpty() && !isOurs(stack)) {
        throw new SettingsException(
            ("this machine's Swarm has a stack %s that skep try did not make, and would change."
                    + " Run skep try --simulated, or give another engine: skep try --docker HOST")
                .formatted(stack));
      }
    }
  }

  /** Its newest release was made from a commit of the sample estate. */
  private boolean isOurs(String stack) {
    return releases
        .latest(stack)
        .map(Release::commit)
        .filter(commit -> has(commit.sha()))
        .isPresent();
  }

  private boolean has(String commit) {
    try {
      estate.resolve(commit);
      return true;
    } catch (RepositoryException e) {
      return false;
    }
  }

  /** Takes away what earlier runs made, with its records. */
  void remove() {
    NAMES.stream().filter(this::isOurs).forEach(this::remove);
  }

  private void remove(String stack) {
    swarm.services(labels(stack)).forEach(service -> swarm.removeService(service.id()));
    swarm.networks().stream()
        .filter(network -> stack.equals(network.labels().get(Labels.NAMESPACE)))
        .forEach(network -> whenUnused(() -> swarm.removeNetwork(network.id())));
    swarm.secrets().stream()
        .filter(secret -> stack.equals(secret.labels().get(Labels.NAMESPACE)))
        .forEach(secret -> whenUnused(() -> swarm.removeSecret(secret.id())));
    swarm
        .configs(labels(stack))
        .forEach(config -> whenUnused(() -> swarm.removeConfig(config.id())));
    swarm
        .configs(Map.of("skep.record", "", "skep.stack", stack))
        .forEach(config -> swarm.removeConfig(config.id()));
  }

  /** A removed service's tasks take a while to stop. */
  private static void whenUnused(Runnable removal) {
    for (int i = 1; ; i++) {
      try {
        removal.run();
        return;
      } catch (EngineException e) {
        if (i == TRIES) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while the sample's stacks were removed", e);
    }
  }

  private static Map<String, String> labels(String stack) {
    return Map.of(Labels.NAMESPACE, stack);
  }
}
