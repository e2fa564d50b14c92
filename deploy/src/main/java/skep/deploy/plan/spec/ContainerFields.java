package skep.deploy.plan.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The fields of {@code ContainerSpec}: what stands at a service's top level in a stack file. */
final class ContainerFields {
  static final String AT = "TaskTemplate.ContainerSpec.";

  /** Implied values: swarmkit's {@code api/defaults} and the engine's own container defaults. */
  private static final List<Scalar> SCALARS =
      List.of(
          Scalar.text(AT + "Image", "image"),
          Scalar.list(AT + "Command", "entrypoint"),
          Scalar.list(AT + "Args", "command"),
          Scalar.text(AT + "Hostname", "hostname"),
          Scalar.text(AT + "Dir", "working_dir"),
          Scalar.text(AT + "User", "user"),
          Scalar.list(AT + "Groups", "group_add"),
          Scalar.choice(AT + "Init", "init"),
          Scalar.text(AT + "StopSignal", "stop_signal"),
          Scalar.duration(AT + "StopGracePeriod", "stop_grace_period", "10s"),
          Scalar.flag(AT + "TTY", "tty"),
          Scalar.flag(AT + "OpenStdin", "stdin_open"),
          Scalar.flag(AT + "ReadOnly", "read_only"),
          Scalar.text(AT + "Isolation", "isolation", "default"),
          Scalar.list(AT + "Healthcheck.Test", "healthcheck.test"),
          Scalar.duration(AT + "Healthcheck.Interval", "healthcheck.interval", "0s"),
          Scalar.duration(AT + "Healthcheck.Timeout", "healthcheck.timeout", "0s"),
          Scalar.duration(AT + "Healthcheck.StartPeriod", "healthcheck.start_period", "0s"),
          Scalar.duration(AT + "Healthcheck.StartInterval", "healthcheck.start_interval", "0s"),
          Scalar.count(AT + "Healthcheck.Retries", "healthcheck.retries"),
          Scalar.list(AT + "Hosts", "extra_hosts"),
          Scalar.list(AT + "DNSConfig.Nameservers", "dns"),
          Scalar.list(AT + "DNSConfig.Search", "dns_search"),
          Scalar.list(AT + "DNSConfig.Options", "dns_opt"));

  private ContainerFields() {}

  static void tell(Leftover spec, Names names, Map<String, String> into) {
    SCALARS.forEach(scalar -> scalar.tell(spec, into));
    Maps.tell(spec.take(AT + "Labels"), "labels", into);
    Maps.tell(spec.take(AT + "Sysctls"), "sysctls", into);
    spec.takeAll(AT + "Env").forEach(entry -> variable(entry.asText(), into));
    spec.takeAll(AT + "Mounts").forEach(mount -> mount((ObjectNode) mount, into));
    spec.takeAll(AT + "Ulimits").forEach(limit -> ulimit(limit, into));
    spec.takeAll(AT + "Secrets")
        .forEach(secret -> reference("secrets", secret.path("SecretName").asText(), secret, into));
    spec.takeAll(AT + "Configs")
        .forEach(config -> reference("configs", config.path("ConfigName").asText(), config, into));
    capabilities(spec.takeAll(AT + "CapabilityAdd"), "cap_add", into);
    capabilities(spec.takeAll(AT + "CapabilityDrop"), "cap_drop", into);
    JsonNode credential = spec.take(AT + "Privileges.CredentialSpec.Config");
    if (!credential.asText().isEmpty()) {
      into.put("credential_spec.config", names.config(credential.asText()));
    }
  }

  /** {@code KEY=value}; a bare {@code KEY} removes what the image sets, unlike an empty value. */
  private static void variable(String entry, Map<String, String> into) {
    int equals = entry.indexOf('=');
    String key = equals < 0 ? entry : entry.substring(0, equals);
    into.put("environment." + key, equals < 0 ? "(unset)" : entry.substring(equals + 1));
  }

  private static void mount(ObjectNode mount, Map<String, String> into) {
    String type = mount.path("Type").asText("bind");
    var text = new StringBuilder(type.isEmpty() ? "bind" : type);
    if (!mount.path("Source").asText().isEmpty()) {
      text.append(' ').append(mount.path("Source").asText());
    }
    if (mount.path("ReadOnly").asBoolean()) {
      text.append(" read-only");
    }
    ObjectNode options = mount.deepCopy();
    options.remove(List.of("Type", "Source", "Target", "ReadOnly"));
    options.remove("Consistency"); // the Swarm does not keep it, and it means nothing on Linux
    if (!Leftover.isZero(options)) {
      text.append(' ').append(Leftover.text(options));
    }
    into.put("volumes." + mount.path("Target").asText(), text.toString());
  }

  private static void ulimit(JsonNode limit, Map<String, String> into) {
    into.put(
        "ulimits." + limit.path("Name").asText(),
        limit.path("Soft").asText("0") + ":" + limit.path("Hard").asText("0"));
  }

  /** Keyed by where the container finds it; owner and mode only where they are not the default. */
  private static void reference(
      String kind, String source, JsonNode reference, Map<String, String> into) {
    JsonNode file = reference.path("File");
    String target = file.path("Name").asText(source);
    var text = new StringBuilder(source);
    String owner = file.path("UID").asText("0") + ":" + file.path("GID").asText("0");
    if (file.isObject() && !owner.equals("0:0")) {
      text.append(" owner ").append(owner);
    }
    if (file.path("Mode").asLong(0444) != 0444) {
      text.append(" mode ").append(Units.mode(file.path("Mode").asLong()));
    }
    into.put(kind + "." + target, file.isObject() ? text.toString() : text + " (for the engine)");
  }

  private static void capabilities(List<JsonNode> given, String words, Map<String, String> into) {
    if (!given.isEmpty()) {
      into.put(
          words,
          given.stream()
              .map(capability -> capability(capability.asText()))
              .distinct()
              .sorted()
              .collect(Collectors.joining(", ")));
    }
  }

  /** The engine writes {@code NET_ADMIN} back as {@code CAP_NET_ADMIN}. */
  private static String capability(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.equals("ALL") || upper.startsWith("CAP_") ? upper : "CAP_" + upper;
  }
}
