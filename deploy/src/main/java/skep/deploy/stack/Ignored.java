package skep.deploy.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;

/** Keys of services a Swarm has no use for: passed over with a warning, or refused. */
final class Ignored {
  private static final SortedSet<String> UNSUPPORTED =
      new TreeSet<>(
          List.of(
              "build",
              "cgroup_parent",
              "cgroupns_mode",
              "devices",
              "domainname",
              "external_links",
              "ipc",
              "links",
              "mac_address",
              "network_mode",
              "pid",
              "privileged",
              "restart",
              "security_opt",
              "shm_size",
              "userns_mode"));
  private static final Map<String, String> DEPRECATED =
      Map.of(
          "container_name",
          "Setting the container name is not supported.",
          "expose",
          "Exposing ports is unnecessary - services on the same network can access each"
              + " other's containers on any port.");
  private static final String LIMITS = "set limits under deploy.resources";
  private static final Map<String, String> FORBIDDEN =
      Map.of(
          "extends", "docker stack deploy has no 'extends'; use several files, or anchors (&, *)",
          "volume_driver", "name the driver of the volume under the top-level 'volumes:'",
          "volumes_from", "define a volume under the top-level 'volumes:' and mount it in both",
          "cpu_quota", LIMITS,
          "cpu_shares", LIMITS,
          "cpuset", LIMITS,
          "mem_limit", LIMITS,
          "memswap_limit", LIMITS);

  private final SortedSet<String> unsupported = new TreeSet<>();
  private final SequencedMap<String, String> deprecated = new TreeMap<>();
  private final Problems problems;

  Ignored(Problems problems) {
    this.problems = problems;
  }

  /** Looks through one file; answers the file without what was refused, so it is told once. */
  Node.Fields see(Node.Fields file) {
    Node.Fields services = file.below("services").orElse(Node.Fields.none(file.mark()));
    Map<String, Node.Entry> kept = new LinkedHashMap<>();
    services
        .entries()
        .forEach((name, entry) ->
            kept.put(
                name,
                entry.value() instanceof Node.Fields fields
                    ? new Node.Entry(entry.key(), see(name, fields))
                    : entry));
    return file.below("services").isPresent()
        ? file.with("services", new Node.Fields(services.mark(), kept))
        : file;
  }

  private Node.Fields see(String name, Node.Fields service) {
    Map<String, Node.Entry> kept = new LinkedHashMap<>();
    service
        .entries()
        .forEach((key, entry) -> {
          if (FORBIDDEN.containsKey(key)) {
            problems.add(
                entry.key(), "service %s: '%s' is refused: %s", name, key, FORBIDDEN.get(key));
          } else {
            kept.put(key, entry);
          }
          if (UNSUPPORTED.contains(key)) {
            unsupported.add(key);
          }
          if (DEPRECATED.containsKey(key)) {
            deprecated.put(key, DEPRECATED.get(key));
          }
        });
    return new Node.Fields(service.mark(), kept);
  }

  void warn() {
    if (!unsupported.isEmpty()) {
      problems.warn("Ignoring unsupported options: " + String.join(", ", unsupported));
    }
    deprecated.forEach(
        (key, why) -> problems.warn("Ignoring deprecated option %s: %s".formatted(key, why)));
  }
}
