package skep.deploy.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import skep.secrets.redaction.SecretValue;

/**
 * A Docker config services use. Its value is treated as secret too: templates put passwords there.
 *
 * @param name its unversioned name in the Swarm ({@code web_nginx})
 * @param spec {@code ConfigSpec} without {@code Data}; empty object where external
 */
public record DesiredConfig(
    String name, boolean external, ObjectNode spec, Optional<SecretValue> value) {
  public DesiredConfig {
    spec = spec.deepCopy();
  }
}
