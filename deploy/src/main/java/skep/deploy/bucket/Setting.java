package skep.deploy.bucket;

import java.util.Optional;

/** What a bucket is set to, where it can be known. */
public sealed interface Setting<T> {
  record Known<T>(T value) implements Setting<T> {}

  /**
   * @param why half a sentence: {@code the server does not know of it}
   */
  record Unknown<T>(String why) implements Setting<T> {}

  default Optional<T> known() {
    return switch (this) {
      case Known<T>(T value) -> Optional.of(value);
      case Unknown<T> _ -> Optional.empty();
    };
  }
}
