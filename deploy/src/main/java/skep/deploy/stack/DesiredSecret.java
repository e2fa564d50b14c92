package skep.deploy.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import skep.secrets.redaction.SecretValue;

/**
 * A Docker secret services use.
 *
 * @param name its unversioned name in the Swarm ({@code web_password})
 * @param spec {@code SecretSpec} without {@code Data}; empty object where external
 * @param value empty where external, or where a driver provides it
 */
public record DesiredSecret(
    String name, boolean external, ObjectNode spec, Optional<SecretValue> value) {
  public DesiredSecret {
    spec = spec.deepCopy();
  }
}
