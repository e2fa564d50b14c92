package skep.deploy.estate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a team's runbooks are.
 *
 * @param own folders of the estate itself
 * @param repositories others, by the name their pages go under
 */
public record RunbookPolicy(Place own, Map<String, Repository> repositories) {
  /** Where {@code skep.yaml} says nothing. */
  public static final RunbookPolicy DEFAULT =
      new RunbookPolicy(new Place(List.of("runbooks"), Optional.empty()), Map.of());

  public RunbookPolicy {
    repositories = Map.copyOf(repositories);
  }

  /**
   * @param folders of a repository, without a slash at either end; an empty one is all of it
   * @param link to a page for people, with {@code {commit}} and {@code {path}} in it
   */
  public record Place(List<String> folders, Optional<String> link) {
    public Place {
      folders = List.copyOf(folders);
    }

    /** Whether a path is below one of the folders. */
    public boolean holds(String path) {
      return folders.stream().anyMatch(folder -> folder.isEmpty() || path.startsWith(folder + "/"));
    }
  }

  /**
   * @param url as git takes it
   */
  public record Repository(String url, Place place) {}
}
