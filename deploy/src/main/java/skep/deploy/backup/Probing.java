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
import skep.deploy.oneshot.OneShots;
import skep.deploy.oneshot.Where;
import skep.deploy.swarm.InterruptedRunException;

/** Starts services on restored files, and asks them something until they answer well. */
final class Probing {
  private static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final int LINES = 5;

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
      for (var service : probe.services().entrySet()) {
        NodeEnd end =
            oneShots
                .run(
                    part(group, service.getKey(), service.getValue(), folder, node, probe.within())
                        .withNetworks(List.of(network), List.of(service.getKey()))
                        .staying(),
                    _ -> {})
                .getFirst();
        if (end.isOver()) {
          return Optional.of("%s did not stay up: %s".formatted(service.getKey(), words(end)));
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
    long end = System.nanoTime() + probe.within().toNanos();
    for (int i = 1; ; i++) {
      NodeEnd asked =
          oneShots
              .run(
                  part(group, "query" + i, probe.query(), folder, node, probe.within())
                      .withNetworks(List.of(network), List.of()),
                  _ -> {})
              .getFirst();
      if (asked.state().equals(new NodeEnd.State.Exited(0))) {
        return Optional.empty();
      }
      if (System.nanoTime() - end > 0) {
        return Optional.of("the probe did not succeed: " + words(asked));
      }
      pause();
    }
  }

  private static OneShot part(
      String group, String name, Probe.Part part, String folder, String node, Duration within) {
    List<Mount> mounts = new ArrayList<>();
    for (Map.Entry<String, String> mount : part.mounts().entrySet()) {
      mounts.add(
          new Mount(
              Mount.Kind.PATH, folder + "/restored" + mount.getKey(), mount.getValue(), false));
    }
    return OneShot.of(
            group + "-" + name, group, part.image(), part.command(), new Where.Node(node), within)
        .withEnvironment(part.environment())
        .withMounts(mounts);
  }

  private static String words(NodeEnd end) {
    String last =
        String.join(
            " / ",
            end.lines().subList(Math.max(0, end.lines().size() - LINES), end.lines().size()));
    return switch (end.state()) {
      case NodeEnd.State.Exited(var status) -> "exit %d (%s)".formatted(status, last);
      case NodeEnd.State.Refused(var why) -> why;
      case NodeEnd.State.Lost(var why) -> why;
      case NodeEnd.State.Under(var word) -> "it is still " + word;
    };
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException e) {
      throw InterruptedRunException.of("while a probe was asked", e);
    }
  }
}
