package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.ObjectKind;

/**
 * One change of one object.
 *
 * @param number its place in the journal, from 0
 */
record Step(int number, Change change) {

  ObjectKind kind() {
    return change.kind();
  }

  String name() {
    return change.name();
  }

  boolean isService() {
    return kind() == ObjectKind.SERVICE;
  }

  boolean removes() {
    return change.action() == Change.Action.REMOVE;
  }

  ObjectNode spec() {
    Optional<ObjectNode> spec = change.spec();
    return spec.orElseThrow(() -> new IllegalStateException(words() + " has no spec")).deepCopy();
  }

  /** {@code update service web_app}. */
  String words() {
    return "%s %s %s"
        .formatted(
            change.action().name().toLowerCase(java.util.Locale.ROOT), kind().word(), name());
  }
}
