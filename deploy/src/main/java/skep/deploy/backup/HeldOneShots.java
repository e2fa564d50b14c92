package skep.deploy.backup;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import skep.deploy.oneshot.NodeEnd;
import skep.deploy.oneshot.OneShot;
import skep.deploy.oneshot.OneShots;
import skep.deploy.oneshot.Where;
import skep.deploy.release.Lease;

/**
 * Programs of a run that holds a lock. A bot that was cut off for longer than its lease neither
 * begins nor removes anything, nor believes what it waited for: another has the run in hand.
 */
record HeldOneShots(OneShots all, Lease lease) implements OneShots {
  @Override
  public List<NodeEnd> run(OneShot what, Consumer<List<NodeEnd>> watch) {
    lease.require();
    List<NodeEnd> ends = all.run(what, watch);
    lease.require();
    return ends;
  }

  @Override
  public void remove(String group) {
    lease.require();
    all.remove(group);
  }

  @Override
  public Set<String> groups() {
    return all.groups();
  }

  @Override
  public List<String> nodes(Where where) {
    return all.nodes(where);
  }

  @Override
  public void network(String name, String group) {
    lease.require();
    all.network(name, group);
  }
}
