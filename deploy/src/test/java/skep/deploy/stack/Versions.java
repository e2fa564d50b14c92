package skep.deploy.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The versions Skep appends to the names of a stack's own secrets and configs. A name that ends in
 * a number of its own ({@code app-conf-7}) is none.
 *
 * @param own names of the secrets and configs the stack makes
 */
record Versions(Set<String> own) {
  static Versions of(DesiredStack stack) {
    Set<String> own = new TreeSet<>();
    stack.secrets().stream().filter(s -> !s.external()).forEach(s -> own.add(s.name()));
    stack.configs().stream().filter(c -> !c.external()).forEach(c -> own.add(c.name()));
    return new Versions(own);
  }

  String plain(String name) {
    String unversioned = name.replaceFirst("-[0-9]+$", "");
    return !own.contains(name) && own.contains(unversioned) ? unversioned : name;
  }

  /** Ids go, names become plain. */
  void takeOut(ObjectNode spec) {
    for (String kind : List.of("Secret", "Config")) {
      List<JsonNode> references = spec.findParents(kind + "ID");
      for (JsonNode reference : references) {
        ObjectNode node = (ObjectNode) reference;
        node.remove(kind + "ID");
        node.put(kind + "Name", plain(node.path(kind + "Name").asText()));
      }
    }
  }
}
