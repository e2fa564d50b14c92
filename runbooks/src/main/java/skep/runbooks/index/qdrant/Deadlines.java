package skep.runbooks.index.qdrant;

import java.time.Duration;

/**
 * How long an answer is waited for.
 *
 * @param reading of a person who waits for an answer to a question
 * @param changing of what makes, fills and deletes collections, which is slow on slow disks; as
 *     long as the server itself waits
 */
record Deadlines(Duration reading, Duration changing) {
  static final Deadlines USUAL = new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(60));
}
