package skep.deploy.stack.schema;

import static skep.deploy.stack.schema.Shape.either;
import static skep.deploy.stack.schema.Shape.key;
import static skep.deploy.stack.schema.Shape.mapOf;
import static skep.deploy.stack.schema.Shape.mapping;
import static skep.deploy.stack.schema.Shape.pairs;
import static skep.deploy.stack.schema.Shape.scalar;
import static skep.deploy.stack.schema.Shape.since;
import static skep.deploy.stack.schema.Shape.text;

/** The top level of a stack file, and all it holds besides services. */
final class StackSchema {
  private static final String NAMES = "[a-zA-Z0-9._-]+";
  static final int NEWEST = 13;

  private StackSchema() {}

  static Shape.Mapping file() {
    return mapping(
            key("version", text()),
            key("services", mapOf(ServiceSchema.service()).named(NAMES)),
            key("networks", mapOf(network()).named(NAMES)),
            key("volumes", mapOf(volume()).named(NAMES)),
            since(1, "secrets", mapOf(secret()).named(NAMES)),
            since(3, "configs", mapOf(config()).named(NAMES)))
        .extensionsSince(4);
  }

  private static Shape network() {
    return either(
        scalar("null"),
        mapping(
                since(5, "name", text()),
                key("driver", text()),
                key("driver_opts", options()),
                key("ipam", ipam()),
                key("external", external()),
                key("internal", scalar("boolean")),
                since(2, "attachable", scalar("boolean")),
                key("labels", pairs()))
            .extensionsSince(7));
  }

  private static Shape ipam() {
    return mapping(
        key("driver", text()),
        key("config", new Shape.ListOf(mapping(key("subnet", text())), false)));
  }

  private static Shape volume() {
    return either(
        scalar("null"),
        mapping(
                since(4, "name", text()),
                key("driver", text()),
                key("driver_opts", options()),
                key("external", external()),
                key("labels", pairs()))
            .extensionsSince(7));
  }

  private static Shape secret() {
    return mapping(
            since(5, "name", text()),
            key("file", text()),
            key("environment", text()),
            key("external", openExternal()),
            key("labels", pairs()),
            since(8, "driver", text()),
            since(8, "driver_opts", options()),
            since(8, "template_driver", text()))
        .extensionsSince(7);
  }

  private static Shape config() {
    return mapping(
            since(5, "name", text()),
            key("file", text()),
            key("environment", text()),
            key("external", openExternal()),
            key("labels", pairs()),
            since(8, "template_driver", text()))
        .extensionsSince(7);
  }

  static Shape options() {
    return mapOf(scalar("string", "integer", "number"));
  }

  private static Shape external() {
    return either(scalar("boolean"), mapping(key("name", text())));
  }

  private static Shape openExternal() {
    return either(scalar("boolean"), mapping(key("name", text())).others(new Shape.Anything()));
  }
}
