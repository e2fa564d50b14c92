package skep.deploy.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import skep.deploy.stack.DesiredConfig;
import skep.deploy.stack.DesiredNetwork;
import skep.deploy.stack.DesiredSecret;
import skep.deploy.stack.DesiredService;
import skep.deploy.stack.DesiredStack;
import skep.secrets.redaction.SecretValue;

/** Desired states of a stack {@code web}, written short. Quotes in the JSON are single. */
public final class Specs {
  private static final ObjectMapper JSON = new ObjectMapper();
  public static final String OLD = "sha256:" + "0".repeat(64);
  public static final String NEW = "sha256:" + "1".repeat(64);

  private Specs() {}

  public static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  /** A service {@code web_<name>} of one replica; {@code more} is merged into its spec. */
  public static DesiredService service(String name, String image, String more, String... after) {
    ObjectNode spec =
        json(
            """
            {'Name':'web_%s','Labels':{'com.docker.stack.namespace':'web'},
             'TaskTemplate':{'ContainerSpec':{'Image':'%s'},
                             'Networks':[{'Target':'web_default','Aliases':['%s']}]},
             'Mode':{'Replicated':{'Replicas':1}}}
            """
                .formatted(name, image, name));
    merge(spec, json(more));
    return new DesiredService("web_" + name, spec, List.of(after));
  }

  public static DesiredService service(String name) {
    return service(name, "app:1", "{}");
  }

  public static DesiredSecret secret(String name, String value) {
    return new DesiredSecret("web_" + name, false, json("{}"), Optional.of(SecretValue.of(value)));
  }

  public static DesiredConfig config(String name, String value) {
    return new DesiredConfig("web_" + name, false, json("{}"), Optional.of(SecretValue.of(value)));
  }

  public static DesiredNetwork network(String name) {
    return new DesiredNetwork(
        "web_" + name,
        false,
        json(
            "{'Name':'web_%s','Driver':'overlay','Labels':{'com.docker.stack.namespace':'web'}}"
                .formatted(name)));
  }

  public static DesiredStack stack(DesiredService... services) {
    return new DesiredStack(
        "web", List.of(network("default")), List.of(), List.of(), List.of(services), List.of());
  }

  public static DesiredStack with(DesiredStack stack, DesiredSecret... secrets) {
    return new DesiredStack(
        stack.name(),
        stack.networks(),
        List.of(secrets),
        stack.configs(),
        stack.services(),
        stack.warnings());
  }

  public static DesiredStack with(DesiredStack stack, DesiredConfig... configs) {
    return new DesiredStack(
        stack.name(),
        stack.networks(),
        stack.secrets(),
        List.of(configs),
        stack.services(),
        stack.warnings());
  }

  /** Reads the secret {@code web_pw} from {@code /run/secrets/pw}. */
  public static String readingSecret() {
    return "{'TaskTemplate':{'ContainerSpec':{'Secrets':[{'SecretName':'web_pw','File':"
        + "{'Name':'pw','UID':'0','GID':'0','Mode':292}}]}}}";
  }

  public static String readingConfig() {
    return "{'TaskTemplate':{'ContainerSpec':{'Configs':[{'ConfigName':'web_cf','File':"
        + "{'Name':'/cf','UID':'0','GID':'0','Mode':292}}]}}}";
  }

  private static void merge(ObjectNode into, ObjectNode from) {
    from.properties()
        .forEach(entry -> {
          if (entry.getValue() instanceof ObjectNode inner
              && into.get(entry.getKey()) instanceof ObjectNode outer) {
            merge(outer, inner);
          } else {
            into.set(entry.getKey(), entry.getValue());
          }
        });
  }
}
