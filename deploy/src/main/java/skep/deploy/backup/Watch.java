package skep.deploy.backup;

import java.util.List;

/** Shown how a run goes. Neither waits nor throws. */
@FunctionalInterface
public interface Watch {
  Watch NONE = (_, _) -> {};

  /**
   * @param step in a word or two
   * @param nodes how far each is, in a line; empty where it is not about nodes
   */
  void show(String step, List<String> nodes);
}
