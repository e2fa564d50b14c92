package skep.deploy.stack.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import skep.deploy.stack.files.SideFiles;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;
import skep.deploy.yaml.Mark;
import skep.secrets.redaction.SecretValue;

/** Networks, secrets and configs of a stack. */
public final class StackObjects {
  private final Stack stack;
  private final SideFiles files;
  private final Map<String, String> environment;
  private final Problems problems;

  public StackObjects(
      Stack stack, SideFiles files, Map<String, String> environment, Problems problems) {
    this.stack = stack;
    this.files = files;
    this.environment = environment;
    this.problems = problems;
  }

  /**
   * @param external whether it must be there already; its body is empty then
   * @param content of secrets and configs
   */
  public record Found(
      String name, boolean external, ObjectNode body, Optional<SecretValue> content) {}

  /** Networks some service is on: the CLI makes no others. */
  public List<Found> networks() {
    Set<String> used = new TreeSet<>();
    stack.services().values().forEach(service -> used.addAll(Attachments.keys(service)));
    List<Found> found = new ArrayList<>();
    for (String key : used) {
      View network = stack.networks().getOrDefault(key, View.of(new Node.Nothing(new Mark("", 0))));
      String name = stack.names().of(key, network);
      found.add(
          network.flag("external")
              ? new Found(name, true, new Body().json(), Optional.empty())
              : new Found(name, false, network(name, network), Optional.empty()));
    }
    return found;
  }

  private ObjectNode network(String name, View network) {
    Body body =
        new Body()
            .always("Name", name)
            .always("Driver", network.text("driver").isEmpty() ? "overlay" : network.text("driver"))
            .always("Scope", "");
    View ipam = network.below("ipam");
    if (ipam.text("driver").isEmpty() && ipam.items("config").isEmpty()) {
      body.nothing("IPAM");
    } else {
      body.object("IPAM", ipam(ipam));
    }
    body.alwaysFlag("Internal", network.flag("internal"))
        .alwaysFlag("Attachable", network.flag("attachable"))
        .alwaysFlag("Ingress", false)
        .alwaysFlag("ConfigOnly", false)
        .nothing("ConfigFrom");
    if (network.has("driver_opts")) {
      body.alwaysPairs("Options", network.pairs("driver_opts"));
    } else {
      body.nothing("Options");
    }
    return body.alwaysPairs("Labels", stack.names().labels(network.pairs("labels"))).json();
  }

  private static ObjectNode ipam(View ipam) {
    Body body = new Body().always("Driver", ipam.text("driver")).nothing("Options");
    List<ObjectNode> pools = new ArrayList<>();
    ipam.views("config")
        .forEach(pool -> pools.add(new Body().text("Subnet", pool.text("subnet")).json()));
    return (pools.isEmpty() ? body.nothing("Config") : body.list("Config", pools)).json();
  }

  public List<Found> secrets() {
    List<Found> found = new ArrayList<>();
    stack.secrets().forEach((key, secret) -> found.add(secret(key, secret)));
    return found;
  }

  public List<Found> configs() {
    List<Found> found = new ArrayList<>();
    stack.configs().forEach((key, config) -> found.add(object("config", key, config)));
    return found;
  }

  private Found secret(String key, View secret) {
    Found found = object("secret", key, secret);
    if (!found.external() && !secret.text("driver").isEmpty()) {
      found
          .body()
          .set(
              "Driver",
              new Body()
                  .text("Name", secret.text("driver"))
                  .pairs("Options", secret.pairs("driver_opts"))
                  .json());
    }
    return found;
  }

  private Found object(String kind, String key, View object) {
    String name = stack.names().of(key, object);
    if (object.flag("external")) {
      return new Found(name, true, new Body().json(), Optional.empty());
    }
    Body body =
        new Body()
            .always("Name", name)
            .alwaysPairs("Labels", stack.names().labels(object.pairs("labels")));
    if (!object.text("template_driver").isEmpty()) {
      body.object("Templating", new Body().text("Name", object.text("template_driver")).json());
    }
    return new Found(name, false, body.json(), content(kind, key, object));
  }

  private Optional<SecretValue> content(String kind, String key, View object) {
    String what = "%s %s".formatted(kind, key);
    boolean file = object.has("file") && !object.text("file").isEmpty();
    boolean driver = kind.equals("secret") && !object.text("driver").isEmpty();
    if ((file ? 1 : 0) + (object.has("environment") ? 1 : 0) + (driver ? 1 : 0) > 1) {
      problems.add(object.mark(), "%s takes one of file, environment and driver", what);
      return Optional.empty();
    }
    if (driver) {
      return Optional.empty();
    }
    if (file) {
      return files.read(object.mark("file"), what, object.text("file")).map(SecretValue::of);
    }
    if (object.has("environment")) {
      return fromEnvironment(what, object);
    }
    problems.add(object.mark(), "%s has no content; give it a file: or external: true", what);
    return Optional.empty();
  }

  private Optional<SecretValue> fromEnvironment(String what, View object) {
    String variable = object.text("environment");
    if (!environment.containsKey(variable)) {
      problems.add(object.mark("environment"), "%s: variable %s is not set", what, variable);
      return Optional.empty();
    }
    return Optional.of(SecretValue.of(environment.get(variable)));
  }
}
