package skep.deploy.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A service as the stack files ask for it.
 *
 * @param name its name in the Swarm ({@code web_app})
 * @param spec body of {@code POST /services/create}. Networks are named in {@code Target} by their
 *     name; secret and config references carry {@code SecretName} / {@code ConfigName}
 *     (unversioned) and no id; the image is as written
 * @param dependsOn names (in the Swarm) of services to start before
 */
public record DesiredService(String name, ObjectNode spec, List<String> dependsOn) {
  public DesiredService {
    spec = spec.deepCopy();
    dependsOn = List.copyOf(dependsOn);
  }
}
