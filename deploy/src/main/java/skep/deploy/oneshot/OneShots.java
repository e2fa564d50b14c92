package skep.deploy.oneshot;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs programs once. One contract test judges the Swarm's way and this machine's alike.
 *
 * <p>What was run stays, with its output, until its group is removed: whoever comes after a bot
 * that died finds the same end.
 */
public interface OneShots {
  /** What says that a service, secret or network of a Swarm is a one-shot's, and of which group. */
  String LABEL = "skep.oneshot";

  /**
   * Begins it, or finds it begun, and waits until it is over on every node it is to run on, lost
   * ones included; for one that stays, until it runs.
   *
   * @param watch shown how it stands, every second or so
   * @return one end for every node, by host name; never empty
   * @throws skep.deploy.swarm.EngineException where nobody can say anything about any of them
   * @throws skep.deploy.swarm.InterruptedRunException where this program is being stopped; what was
   *     begun goes on
   */
  List<NodeEnd> run(OneShot what, Consumer<List<NodeEnd>> watch);

  /** Ends and removes everything of a group; nothing of it is no error. */
  void remove(String group);

  /** Groups of which something is there. */
  Set<String> groups();

  /** Host names of the nodes it would run on now. */
  List<String> nodes(Where where);

  /** Makes a network for programs of a group, removed with it; one that is there is taken. */
  void network(String name, String group);
}
