package skep.deploy.stack.convert;

import java.util.Map;

/**
 * The merged files.
 *
 * @param networks by their key; likewise the others
 */
public record Stack(
    String name,
    Map<String, View> services,
    Map<String, View> networks,
    Map<String, View> volumes,
    Map<String, View> secrets,
    Map<String, View> configs) {
  Names names() {
    return new Names(name);
  }
}
