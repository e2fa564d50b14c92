package skep.deploy.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmConfig;

/**
 * Records as Docker configs, which every manager replicates. Only configs with the label {@code
 * skep.record} are records; any other config is left alone and not seen, but its name is taken.
 *
 * <p>Where a write ends without an answer, the record is read again: a write that took effect is
 * reported as done, any other as the engine reported it.
 */
public final class SwarmRecords implements RecordStore {
  private final Swarm swarm;

  public SwarmRecords(Swarm swarm) {
    this.swarm = swarm;
  }

  @Override
  public Stored create(String name, Map<String, String> labels, byte[] data) {
    RecordStore.check(name, labels, data);
    ObjectNode spec = RecordData.object().put("Name", name);
    ObjectNode labelNode = spec.putObject("Labels");
    labels.forEach(labelNode::put);
    spec.put("Data", Base64.getEncoder().encodeToString(data));
    try {
      swarm.createConfig(spec);
    } catch (EngineException.NameTaken e) {
      throw new NameTakenException(name);
    } catch (EngineException.Unreachable | EngineException.NoQuorum e) {
      return find(name).filter(now -> isOurs(now, labels, data)).orElseThrow(() -> e);
    }
    // Removed again by somebody in the same moment: for the caller it is as if it had moved.
    return find(name).orElseThrow(() -> new MovedException(name));
  }

  private static boolean isOurs(Stored now, Map<String, String> labels, byte[] data) {
    return now.labels().equals(labels) && Arrays.equals(now.data(), data);
  }

  @Override
  public Optional<Stored> find(String name) {
    // The engine also takes an id where a name is asked for.
    return swarm
        .config(name)
        .filter(config -> config.name().equals(name))
        .filter(config -> config.labels().containsKey(RecordLabels.RECORD))
        .map(SwarmRecords::stored);
  }

  @Override
  public List<Stored> list(Map<String, String> labels) {
    var asked = new HashMap<>(labels);
    asked.putIfAbsent(RecordLabels.RECORD, "");
    return swarm.configs(asked).stream().map(SwarmRecords::stored).toList();
  }

  @Override
  public Stored relabel(Stored seen, Map<String, String> labels) {
    try {
      swarm.relabelConfig(config(seen), labels);
    } catch (EngineException.Moved | EngineException.NotFound e) {
      throw new MovedException(seen.name());
    } catch (EngineException.Unreachable | EngineException.NoQuorum e) {
      return find(seen.name())
          .filter(now -> now.version() > seen.version() && now.labels().equals(labels))
          .orElseThrow(() -> e);
    }
    // Labels that are not ours were written by somebody else right after us.
    return find(seen.name())
        .filter(now -> now.id().equals(seen.id()) && now.labels().equals(labels))
        .orElseThrow(() -> new MovedException(seen.name()));
  }

  @Override
  public void remove(Stored seen) {
    try {
      swarm.removeConfig(seen.id());
    } catch (EngineException.NotFound e) {
      // Gone already, which is what was asked for.
    }
  }

  private static Stored stored(SwarmConfig config) {
    return new Stored(
        config.id(),
        config.version(),
        config.name(),
        config.labels(),
        config.data(),
        config.created());
  }

  private static SwarmConfig config(Stored stored) {
    ObjectNode spec = RecordData.object().put("Name", stored.name());
    ObjectNode labels = spec.putObject("Labels");
    stored.labels().forEach(labels::put);
    return new SwarmConfig(
        stored.id(),
        stored.version(),
        stored.name(),
        stored.labels(),
        spec,
        stored.data(),
        stored.created());
  }
}
