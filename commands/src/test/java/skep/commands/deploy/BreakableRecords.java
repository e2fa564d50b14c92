package skep.commands.deploy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.release.RecordStore;
import skep.deploy.swarm.EngineException;

/** Records that can be read, and for a while not written. */
final class BreakableRecords implements RecordStore {
  private final RecordStore behind;
  private volatile boolean broken;

  BreakableRecords(RecordStore behind) {
    this.behind = behind;
  }

  void breaks(boolean now) {
    broken = now;
  }

  private void write() {
    if (broken) {
      throw new EngineException.Unreachable("the engine is gone", new IOException("no route"));
    }
  }

  @Override
  public Stored create(String name, Map<String, String> labels, byte[] data) {
    write();
    return behind.create(name, labels, data);
  }

  @Override
  public Optional<Stored> find(String name) {
    return behind.find(name);
  }

  @Override
  public List<Stored> list(Map<String, String> labels) {
    return behind.list(labels);
  }

  @Override
  public Stored relabel(Stored seen, Map<String, String> labels) {
    write();
    return behind.relabel(seen, labels);
  }

  @Override
  public void remove(Stored seen) {
    write();
    behind.remove(seen);
  }
}
