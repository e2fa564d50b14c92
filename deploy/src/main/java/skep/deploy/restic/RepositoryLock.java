package skep.deploy.restic;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A lock in the repository, as {@code cat lock} shows it.
 *
 * @param id whole
 * @param time when it was made, or last renewed: a live restic does that every five minutes
 * @param exclusive nobody else may do anything; otherwise only nobody may remove anything
 * @param host of the machine or container
 * @param pid as that machine or container counts
 */
public record RepositoryLock(
    String id, Instant time, boolean exclusive, String host, String user, long pid) {
  /** The whole ids in the answer to {@code list locks}. */
  public static List<String> ids(List<String> lines) {
    return lines.stream().map(String::strip).filter(ResticId::isWhole).distinct().toList();
  }

  /** Empty where the lock is gone meanwhile, or could not be read. */
  public static Optional<RepositoryLock> read(String id, List<String> lines) {
    return JsonLine.over(lines)
        .filter(lock -> lock.has("hostname"))
        .flatMap(lock ->
            JsonLine.time(lock.path("time"))
                .map(time ->
                    new RepositoryLock(
                        id,
                        time,
                        lock.path("exclusive").asBoolean(false),
                        lock.path("hostname").asText(),
                        lock.path("username").asText(),
                        lock.path("pid").asLong(0))));
  }

  /**
   * Its object in the repository. {@code restic unlock} judges locks by age, and could remove
   * another; this one alone is removed by removing the object.
   */
  public String object() {
    return "locks/" + id;
  }
}
