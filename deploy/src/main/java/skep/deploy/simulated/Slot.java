package skep.deploy.simulated;

import java.util.Optional;
import java.util.OptionalInt;

/** The place a task fills: a replica number, or a node of a global service. */
record Slot(OptionalInt number, Optional<String> node) {
  static Slot replica(int number) {
    return new Slot(OptionalInt.of(number), Optional.empty());
  }

  static Slot on(String node) {
    return new Slot(OptionalInt.empty(), Optional.of(node));
  }
}
