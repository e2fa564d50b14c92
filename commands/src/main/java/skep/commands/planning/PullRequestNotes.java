package skep.commands.planning;

import java.util.List;
import skep.secrets.repository.Exposure;

/** Tells the authors of a pull request what is wrong with it, where they see it. */
@FunctionalInterface
public interface PullRequestNotes {
  /** Nowhere. */
  PullRequestNotes NONE = (_, _) -> {};

  /** Neither waits nor throws. */
  void exposed(int pullRequest, List<Exposure> exposures);
}
