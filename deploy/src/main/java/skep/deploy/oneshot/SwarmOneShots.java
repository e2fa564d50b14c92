package skep.deploy.oneshot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import skep.deploy.placement.Constraint;
import skep.deploy.release.RecordNames;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.InterruptedRunException;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmNode;
import skep.secrets.redaction.SecretValue;

/** One-shots as services of a Swarm whose tasks run once, and go on while bots come and go. */
public final class SwarmOneShots implements OneShots {
  private final Swarm swarm;
  private final Function<String, RegistryCredential> logins;
  private final InstantSource clock;
  private final Duration between;

  /**
   * @param logins what an image's registry asks for
   * @param between two looks at what runs
   */
  public SwarmOneShots(
      Swarm swarm,
      Function<String, RegistryCredential> logins,
      InstantSource clock,
      Duration between) {
    this.swarm = swarm;
    this.logins = logins;
    this.clock = clock;
    this.between = between;
  }

  @Override
  public List<NodeEnd> run(OneShot what, Consumer<List<NodeEnd>> watch) {
    List<SwarmNode> nodes = chosen(what.where(), swarm.nodes());
    if (nodes.isEmpty()) {
      throw new NoNodeException(what.where());
    }
    String id = begin(what, nodes);
    Followed followed =
        new Followed(swarm, clock, id, nodes.stream().map(SwarmNode::id).toList(), what);
    while (true) {
      List<NodeEnd> ends = followed.look();
      watch.accept(ends);
      if (ends.stream().allMatch(what.stays() ? SwarmOneShots::runs : NodeEnd::isOver)) {
        return followed.withWholeLogs(ends);
      }
      pause();
    }
  }

  private static boolean runs(NodeEnd end) {
    return end.isOver() || end.state().equals(new NodeEnd.State.Under("running"));
  }

  /** The service's id, made now or by an earlier bot. */
  private String begin(OneShot what, List<SwarmNode> nodes) {
    var before = swarm.service(what.name());
    if (before.isPresent()) {
      return before.get().id();
    }
    Map<String, OneShotSpec.Laid> secrets = new TreeMap<>();
    what.needs()
        .secrets()
        .forEach(
            (file, value) -> secrets.put(file, lay(secretName(what, file), what.group(), value)));
    ObjectNode spec =
        OneShotSpec.of(
            what,
            constraints(what.where(), nodes),
            secrets,
            dockerSecrets(what.needs().dockerSecrets()));
    try {
      return swarm.createService(spec, logins.apply(what.program().image())).id();
    } catch (EngineException.NameTaken e) {
      return swarm.service(what.name()).orElseThrow(() -> e).id();
    } catch (EngineException.Unreachable | EngineException.NoQuorum e) {
      // It may have taken effect without an answer.
      return swarm.service(what.name()).orElseThrow(() -> e).id();
    }
  }

  /** The same for whoever begins it again; the Swarm takes 64 characters. */
  private static String secretName(OneShot what, String file) {
    return "skep-once-" + RecordNames.hash(what.name() + "/" + file, 32);
  }

  private OneShotSpec.Laid lay(String name, String group, SecretValue value) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode().put("Name", name);
    spec.putObject("Labels").put(LABEL, group);
    byte[] content = value.reveal();
    spec.put("Data", Base64.getEncoder().encodeToString(content));
    try {
      return new OneShotSpec.Laid(swarm.createSecret(spec), name);
    } catch (EngineException.NameTaken e) {
      return new OneShotSpec.Laid(secretIds().get(name), name);
    }
  }

  private Map<String, String> dockerSecrets(List<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, String> ids = secretIds();
    Map<String, String> wanted = new TreeMap<>();
    for (String name : names) {
      String id = ids.get(name);
      if (id == null) {
        throw new EngineException.Rejected(404, "there is no Docker secret named " + name);
      }
      wanted.put(name, id);
    }
    return wanted;
  }

  private Map<String, String> secretIds() {
    Map<String, String> ids = new HashMap<>();
    swarm.secrets().forEach(secret -> ids.put(secret.name(), secret.id()));
    return ids;
  }

  @Override
  public List<String> nodes(Where where) {
    return chosen(where, swarm.nodes()).stream().map(SwarmNode::hostname).toList();
  }

  private static List<SwarmNode> chosen(Where where, List<SwarmNode> all) {
    List<SwarmNode> nodes = all.stream().sorted(Comparator.comparing(SwarmNode::hostname)).toList();
    return switch (where) {
      case Where.EveryNode() -> nodes;
      case Where.Matching(var constraint) -> meeting(constraint, nodes);
      case Where.AnyOne(var constraint) ->
          meeting(constraint, nodes).stream().filter(SwarmNode::takesTasks).limit(1).toList();
      case Where.Node(var hostname) ->
          nodes.stream().filter(node -> node.hostname().equals(hostname)).toList();
    };
  }

  private static List<SwarmNode> meeting(String constraint, List<SwarmNode> nodes) {
    if (constraint.isEmpty()) {
      return nodes;
    }
    return Constraint.parse(constraint)
        .map(one -> nodes.stream().filter(one::matches).toList())
        .orElse(List.of());
  }

  private static List<String> constraints(Where where, List<SwarmNode> nodes) {
    return switch (where) {
      case Where.EveryNode() -> List.of();
      case Where.Matching(var constraint) -> List.of(constraint);
      case Where.AnyOne _, Where.Node _ -> List.of("node.id==" + nodes.getFirst().id());
    };
  }

  @Override
  public void network(String name, String group) {
    ObjectNode spec =
        JsonNodeFactory.instance.objectNode().put("Name", name).put("Driver", "overlay");
    spec.put("Attachable", false).put("CheckDuplicate", true);
    spec.putObject("Labels").put(LABEL, group);
    try {
      swarm.createNetwork(spec);
    } catch (EngineException.NameTaken e) {
      // Made by an earlier bot, for the same group.
    }
  }

  @Override
  public void remove(String group) {
    Map<String, String> ours = Map.of(LABEL, group);
    swarm.services(ours).forEach(service -> gone(() -> swarm.removeService(service.id())));
    swarm.secrets().stream()
        .filter(secret -> group.equals(secret.labels().get(LABEL)))
        .forEach(secret -> unused(() -> swarm.removeSecret(secret.id())));
    removeNetworks(group);
  }

  /** Until none is listed: an engine may keep its end of one for a while, and forget to let go. */
  private void removeNetworks(String group) {
    long end = System.nanoTime() + Followed.TO_VANISH.toNanos();
    while (true) {
      List<String> left =
          swarm.networks().stream()
              .filter(network -> group.equals(network.labels().get(LABEL)))
              .map(SwarmNetwork::id)
              .toList();
      left.forEach(id -> unused(() -> swarm.removeNetwork(id)));
      if (left.isEmpty() || System.nanoTime() - end > 0) {
        return;
      }
      pause();
    }
  }

  /** A task that is about to end may hold it for a moment longer. */
  private void unused(Runnable removal) {
    long end = System.nanoTime() + Followed.TO_VANISH.toNanos();
    while (true) {
      try {
        gone(removal);
        return;
      } catch (EngineException.InUse | EngineException.Rejected e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void gone(Runnable removal) {
    try {
      removal.run();
    } catch (EngineException.NotFound e) {
      // Somebody else removed it, which is what is wanted.
    }
  }

  @Override
  public Set<String> groups() {
    Set<String> groups = new TreeSet<>();
    Map<String, String> any = Map.of(LABEL, "");
    swarm.services(any).forEach(one -> groups.add(labels(one.spec())));
    List<Map<String, String>> others = new ArrayList<>();
    swarm.secrets().forEach(secret -> others.add(secret.labels()));
    swarm.networks().forEach(network -> others.add(network.labels()));
    others.stream()
        .filter(labels -> labels.containsKey(LABEL))
        .forEach(labels -> groups.add(labels.get(LABEL)));
    return groups;
  }

  private static String labels(ObjectNode spec) {
    return spec.path("Labels").path(LABEL).asText();
  }

  private void pause() {
    try {
      Thread.sleep(between);
    } catch (InterruptedException e) {
      throw InterruptedRunException.of("while following what runs on the nodes", e);
    }
  }
}
