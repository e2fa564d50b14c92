package skep.deploy.stack.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;
import skep.deploy.stack.value.GoText;

/** What runs in a task. */
final class ContainerSpecs {
  private static final String ALL = "ALL";
  private static final String RESET = "RESET";
  private final Stack stack;
  private final Problems problems;
  private final Mounts mounts;
  private final FileReferences references;

  ContainerSpecs(Stack stack, Problems problems) {
    this.stack = stack;
    this.problems = problems;
    this.mounts = new Mounts(stack, problems);
    this.references = new FileReferences(stack, problems);
  }

  ObjectNode of(String name, View service) {
    Body body = new Body();
    process(body, service);
    surroundings(body, service);
    return body.list("Secrets", references.secrets(name, service))
        .list("Configs", references.configs(name, service))
        .text("Isolation", service.text("isolation"))
        .pairs("Sysctls", service.pairs("sysctls"))
        .texts("CapabilityAdd", added(service))
        .texts("CapabilityDrop", dropped(service))
        .list("Ulimits", ulimits(service))
        .json();
  }

  private void process(Body body, View service) {
    body.text("Image", service.text("image"))
        .alwaysPairs("Labels", stack.names().labels(service.pairs("labels")))
        .texts("Command", service.texts("entrypoint"))
        .texts("Args", service.texts("command"))
        .text("Hostname", service.text("hostname"))
        .texts("Env", variables(service))
        .text("Dir", service.text("working_dir"))
        .text("User", service.text("user"))
        .object("Privileges", privileges(service));
    if (service.has("init")) {
      body.alwaysFlag("Init", service.flag("init"));
    }
    body.text("StopSignal", service.text("stop_signal"))
        .flag("TTY", service.flag("tty"))
        .flag("OpenStdin", service.flag("stdin_open"))
        .flag("ReadOnly", service.flag("read_only"));
  }

  private void surroundings(Body body, View service) {
    body.list("Mounts", mounts.of(service))
        .optionalNumber("StopGracePeriod", service.optionalNumber("stop_grace_period"))
        .object("Healthcheck", healthcheck(service))
        .texts("Hosts", hosts(service));
    if (service.has("dns") || service.has("dns_search")) {
      body.object(
          "DNSConfig",
          new Body()
              .texts("Nameservers", service.texts("dns"))
              .texts("Search", service.texts("dns_search"))
              .json());
    }
  }

  private static List<String> variables(View service) {
    List<String> variables = new ArrayList<>();
    service
        .below("environment")
        .fields()
        .entries()
        .forEach((name, entry) ->
            variables.add(
                entry.value() instanceof Node.Nothing
                    ? name
                    : name + "=" + GoText.of(entry.value())));
    variables.sort(null);
    return variables;
  }

  private static List<String> hosts(View service) {
    List<String> hosts = new ArrayList<>();
    for (String line : service.texts("extra_hosts")) {
      int colon = line.indexOf(':');
      hosts.add(line.substring(colon + 1) + " " + line.substring(0, colon));
    }
    return hosts;
  }

  private Optional<ObjectNode> healthcheck(View service) {
    if (!service.has("healthcheck")) {
      return Optional.empty();
    }
    View check = service.below("healthcheck");
    if (check.flag("disable")) {
      if (!check.items("test").isEmpty()) {
        problems.add(check.mark("test"), "healthcheck: test and disable exclude each other");
      }
      return Optional.of(new Body().texts("Test", List.of("NONE")).json());
    }
    return Optional.of(
        new Body()
            .texts("Test", check.texts("test"))
            .number("Interval", check.number("interval"))
            .number("Timeout", check.number("timeout"))
            .number("StartPeriod", check.number("start_period"))
            .number("StartInterval", check.number("start_interval"))
            .number("Retries", check.number("retries"))
            .json());
  }

  private ObjectNode privileges(View service) {
    Body body = new Body();
    Optional<ObjectNode> credentials = references.credentialSpec(service);
    if (credentials.isPresent()) {
      body.object("CredentialSpec", credentials);
    } else {
      body.nothing("CredentialSpec");
    }
    return body.nothing("SELinuxContext").alwaysFlag("NoNewPrivileges", false).json();
  }

  private static Set<String> added(View service) {
    Set<String> added = capabilities(service, "cap_add");
    return added.contains(ALL) ? Set.of(ALL) : without(added, Set.of(RESET));
  }

  private static Set<String> dropped(View service) {
    Set<String> dropped = capabilities(service, "cap_drop");
    Set<String> counted = dropped.contains(ALL) ? Set.of(ALL) : dropped;
    Set<String> added = new TreeSet<>(added(service));
    added.add(RESET);
    return without(counted, added);
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static Set<String> capabilities(View service, String key) {
    Set<String> names = new TreeSet<>();
    for (String written : service.texts(key)) {
      String name = written.strip().toUpperCase(Locale.ROOT);
      boolean complete = name.equals(ALL) || name.equals(RESET) || name.startsWith("CAP_");
      names.add(complete ? name : "CAP_" + name);
    }
    return names;
  }

  private static List<ObjectNode> ulimits(View service) {
    List<ObjectNode> ulimits = new ArrayList<>();
    service.named("ulimits").entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(limit ->
            ulimits.add(
                new Body()
                    .always("Name", limit.getKey())
                    .alwaysNumber("Hard", limit.getValue().number("hard"))
                    .alwaysNumber("Soft", limit.getValue().number("soft"))
                    .json()));
    return ulimits;
  }
}
