package skep.deploy.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A network services attach to.
 *
 * @param name its name in the Swarm ({@code web_default})
 * @param external whether it must exist already and is not ours to make
 * @param spec body of {@code POST /networks/create}; empty object where external
 */
public record DesiredNetwork(String name, boolean external, ObjectNode spec) {
  public DesiredNetwork {
    spec = spec.deepCopy();
  }
}
