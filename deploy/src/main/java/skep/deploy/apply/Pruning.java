package skep.deploy.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import skep.deploy.plan.content.Labels;
import skep.deploy.release.Lease;
import skep.deploy.release.Releases;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;

/**
 * Forgets old releases once one has ended, and removes the versions of secrets and configs only
 * those needed. Records go first: none may promise what is gone. Tried once and never in the way: a
 * version that is left is garbage to the next plan.
 */
final class Pruning {
  private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);

  private final Swarm swarm;
  private final Releases releases;

  Pruning(Swarm swarm, Releases releases) {
    this.swarm = swarm;
    this.releases = releases;
  }

  /**
   * @return what people should know, a sentence each
   */
  List<String> after(Run run) {
    String stack = run.plan().stack();
    try {
      run.lease().require();
      Set<String> freed = releases.prune(stack).freed();
      return freed.isEmpty() ? List.of() : collect(run.lease(), stack, freed);
    } catch (RuntimeException e) {
      // The release has ended, whatever this is.
      LOG.warn("old releases of {} were not forgotten", stack, e);
      return List.of(
          "old releases were not forgotten (%s); the next deployment does it"
              .formatted(e.getMessage()));
    }
  }

  private List<String> collect(Lease lease, String stack, Set<String> freed) {
    var notes = new ArrayList<String>();
    swarm.secrets().stream()
        .filter(secret -> freed.contains(secret.name()) && isVersion(stack, secret.labels()))
        .forEach(secret ->
            remove(lease, "secret " + secret.name(), notes, () -> swarm.removeSecret(secret.id())));
    swarm.configs(Map.of(Labels.NAMESPACE, stack)).stream()
        .filter(config -> freed.contains(config.name()) && isVersion(stack, config.labels()))
        .forEach(config ->
            remove(lease, "config " + config.name(), notes, () -> swarm.removeConfig(config.id())));
    return notes;
  }

  /** Only what Skep made carries both labels. */
  private static boolean isVersion(String stack, Map<String, String> labels) {
    return stack.equals(labels.get(Labels.NAMESPACE)) && labels.containsKey(Labels.NAME);
  }

  private static void remove(Lease lease, String what, List<String> notes, Runnable removal) {
    lease.require();
    try {
      removal.run();
    } catch (EngineException.NotFound e) {
      // Gone already, which is what is wanted.
    } catch (EngineException.InUse | EngineException.Rejected e) {
      notes.add("%s, which no release needs, was left: %s".formatted(what, e.getMessage()));
    }
  }
}
