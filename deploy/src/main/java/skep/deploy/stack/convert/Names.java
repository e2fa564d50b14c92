package skep.deploy.stack.convert;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Names and labels of a stack's objects in the Swarm. */
record Names(String stack) {
  static final String NAMESPACE = "com.docker.stack.namespace";
  static final String IMAGE = "com.docker.stack.image";
  private static final Set<String> BUILT_IN = Set.of("default", "bridge", "host", "none");

  String scoped(String name) {
    return stack + "_" + name;
  }

  /** The object's own name, else its key in the file, prefixed. */
  String of(String key, View object) {
    return object.text("name").isEmpty() ? scoped(key) : object.text("name");
  }

  Map<String, String> labels(Map<String, String> own) {
    Map<String, String> labels = new TreeMap<>(own);
    labels.put(NAMESPACE, stack);
    return labels;
  }

  /** Networks every engine brings; they take no aliases. */
  static boolean isBuiltIn(String network) {
    return BUILT_IN.contains(network) || network.startsWith("container:");
  }
}
