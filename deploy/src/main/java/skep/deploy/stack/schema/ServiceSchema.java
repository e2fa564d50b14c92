package skep.deploy.stack.schema;

import static skep.deploy.stack.schema.Shape.either;
import static skep.deploy.stack.schema.Shape.formatted;
import static skep.deploy.stack.schema.Shape.key;
import static skep.deploy.stack.schema.Shape.mapOf;
import static skep.deploy.stack.schema.Shape.mapping;
import static skep.deploy.stack.schema.Shape.pairs;
import static skep.deploy.stack.schema.Shape.scalar;
import static skep.deploy.stack.schema.Shape.since;
import static skep.deploy.stack.schema.Shape.text;
import static skep.deploy.stack.schema.Shape.textOrTexts;
import static skep.deploy.stack.schema.Shape.uniqueTexts;

/** A service of a stack file, but for its {@code deploy} section. */
final class ServiceSchema {
  private ServiceSchema() {}

  static Shape.Mapping service() {
    return mapping(
            key("deploy", DeploySchema.deploy()),
            key("build", either(text(), mapOf(new Shape.Anything()))),
            key("cap_add", uniqueTexts()),
            key("cap_drop", uniqueTexts()),
            since(9, "cgroupns_mode", text()),
            key("cgroup_parent", text()),
            key("command", command()),
            since(3, "configs", fileReferences()),
            key("container_name", text()),
            since(3, "credential_spec", credentialSpec()),
            key("depends_on", uniqueTexts()),
            key("devices", uniqueTexts()),
            key("dns", textOrTexts()),
            key("dns_search", textOrTexts()),
            key("domainname", text()),
            key("entrypoint", command()),
            key("env_file", textOrTexts()),
            key("environment", pairs()),
            key("expose", new Shape.ListOf(scalar("string", "integer", "number"), true)),
            key("external_links", uniqueTexts()),
            key("extra_hosts", pairs()),
            key("healthcheck", healthcheck()),
            key("hostname", text()),
            key("image", text()),
            since(7, "init", scalar("boolean")),
            key("ipc", text()),
            since(5, "isolation", text()),
            key("labels", pairs()),
            key("links", uniqueTexts()),
            key("logging", logging()),
            key("mac_address", text()),
            key("network_mode", text()),
            key("networks", networks()),
            since(13, "oom_score_adj", scalar("integer")),
            key("pid", scalar("string", "null")),
            key("ports", new Shape.ListOf(port(), true)),
            key("privileged", scalar("boolean")),
            key("read_only", scalar("boolean")),
            key("restart", text()),
            since(1, "secrets", fileReferences()),
            key("security_opt", uniqueTexts()),
            key("shm_size", scalar("string")),
            key("stdin_open", scalar("boolean")),
            key("stop_grace_period", Shape.duration()),
            key("stop_signal", text()),
            key("sysctls", pairs()),
            key("tmpfs", textOrTexts()),
            key("tty", scalar("boolean")),
            key("ulimits", mapOf(ulimit())),
            key("user", text()),
            key("userns_mode", text()),
            key("volumes", new Shape.ListOf(either(text(), volume()), false)),
            key("working_dir", text()))
        .extensionsSince(7);
  }

  private static Shape command() {
    return either(text(), new Shape.ListOf(text(), false));
  }

  private static Shape fileReferences() {
    return new Shape.ListOf(
        either(
            text(),
            mapping(
                    key("source", text()),
                    key("target", text()),
                    key("uid", text()),
                    key("gid", text()),
                    key("mode", scalar("integer", "number")))
                .others(new Shape.Anything())),
        false);
  }

  private static Shape credentialSpec() {
    return mapping(since(8, "config", text()), key("file", text()), key("registry", text()));
  }

  private static Shape healthcheck() {
    return mapping(
        key("disable", scalar("boolean")),
        key("interval", Shape.duration()),
        key("retries", scalar("integer", "number")),
        key("test", command()),
        key("timeout", Shape.duration()),
        since(4, "start_period", Shape.duration()),
        since(12, "start_interval", Shape.duration()));
  }

  private static Shape logging() {
    return mapping(
        key("driver", text()),
        key("options", mapOf(scalar("string", "integer", "number", "null"))));
  }

  private static Shape networks() {
    return either(
        uniqueTexts(),
        mapOf(
                either(
                    scalar("null"),
                    mapping(
                        key("aliases", uniqueTexts()),
                        since(13, "driver_opts", StackSchema.options()),
                        key("ipv4_address", text()),
                        key("ipv6_address", text()))))
            .named("[a-zA-Z0-9._-]+"));
  }

  private static Shape port() {
    return either(
        formatted(Format.PORT, "string", "integer"),
        mapping(
            since(2, "mode", text()),
            since(2, "target", scalar("integer")),
            since(2, "published", scalar("integer")),
            since(2, "protocol", text())));
  }

  private static Shape ulimit() {
    return either(
        scalar("integer"),
        mapping(key("hard", scalar("integer")), key("soft", scalar("integer")))
            .requires("hard", "soft"));
  }

  private static Shape volume() {
    Shape open = new Shape.Anything();
    return mapping(
            since(2, "type", text()),
            since(2, "source", text()),
            since(2, "target", text()),
            since(2, "read_only", scalar("boolean")),
            since(2, "consistency", text()),
            since(2, "bind", mapping(key("propagation", text())).others(open)),
            since(
                2,
                "volume",
                mapping(key("nocopy", scalar("boolean")), key("subpath", text())).others(open)),
            since(6, "tmpfs", mapping(key("size", scalar("integer"))).others(open)))
        .requires("type");
  }
}
