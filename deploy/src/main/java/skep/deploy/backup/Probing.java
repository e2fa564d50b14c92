package skep.deploy.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.estate.BackupPolicy.Probe;
import skep.deploy.oneshot.Mount;
import skep.deploy.oneshot.NodeEnd;
import skep.deploy.oneshot.OneShot;
import skep.deploy.oneshot.OneShot.Needs;
import skep.deploy.oneshot.OneShot.Program;
import skep.deploy.oneshot.OneShots;
import skep.deploy.oneshot.Where;
import skep.deploy.swarm.InterruptedRunException;

/** Starts services on restored files, and asks them something until they answer well. */
final class Probing {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  private final OneShots oneShots;

  Probing(OneShots oneShots) {
    this.oneShots = oneShots;
  }

  /**
   * @param folder of the restored files, on this node
   * @return why it is not good, in a sentence; empty where it is
   */
  Optional<String> ask(Run run, Probe probe, String folder, String node, int number) {
    String group = "%s-p%d".formatted(run.id(), number);
    try {
      String network = group + "-net";
      oneShots.network(network, group);
      int count = 0;
      for (var service : probe.services().entrySet()) {
        String host = service.getKey();
        Needs needs = needs(service.getValue(), folder, network, List.of(host));
        NodeEnd end =
            run(
                new OneShot(
                    // Not by its host name: the names of services are short.
                    "%s-s%d".formatted(group, ++count),
                    group,
                    program(service.getValue()),
                    needs,
                    new Where.Node(node),
                    true,
                    probe.within()));
        if (end.isOver()) {
          return Optional.of("%s did not stay up: %s".formatted(host, end.words()));
        }
      }
      return query(group, probe, folder, node, network);
    } finally {
      oneShots.remove(group);
    }
  }

  /** Again until it is well or the time is over: a database needs some to come up. */
  private Optional<String> query(
      String group, Probe probe, String folder, String node, String network) {
    Needs needs = needs(probe.query(), folder, network, List.of());
    long end = System.nanoTime() + probe.within().toNanos();
    for (int i = 1; ; i++) {
      NodeEnd asked =
          run(
              new OneShot(
                  group + "-query" + i,
                  group,
                  program(probe.query()),
                  needs,
                  new Where.Node(node),
                  false,
                  probe.within()));
      if (asked.state().equals(new NodeEnd.State.Exited(0))) {
        return Optional.empty();
      }
      if (System.nanoTime() - end > 0) {
        return Optional.of("the probe did not succeed: " + asked.words());
      }
      pause();
    }
  }

  private NodeEnd run(OneShot what) {
    return oneShots.run(what, _ -> {}).getFirst();
  }

  private static Program program(Probe.Part part) {
    return new Program(part.image(), part.command(), part.environment(), "");
  }

  private static Needs needs(Probe.Part part, String folder, String network, List<String> hosts) {
    List<Mount> mounts = new ArrayList<>();
    part.mounts()
        .forEach((restored, where) ->
            mounts.add(new Mount(Mount.Kind.PATH, folder + "/restored" + restored, where, false)));
    return new Needs(mounts, List.of(network), hosts, Map.of(), List.of());
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException e) {
      throw InterruptedRunException.of("while a probe was asked", e);
    }
  }
}
