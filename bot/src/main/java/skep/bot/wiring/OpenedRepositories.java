package skep.bot.wiring;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import skep.commands.ask.OtherRepositories;
import skep.deploy.estate.RunbookPolicy.Repository;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.FileTree;

/** Repositories with runbooks, each opened once, and closed with the runbooks. */
final class OpenedRepositories implements OtherRepositories {
  private final Function<String, EstateRepository> opening;
  private final Map<String, EstateRepository> open = new HashMap<>();

  /**
   * @param opening by an address
   */
  OpenedRepositories(Function<String, EstateRepository> opening) {
    this.opening = opening;
  }

  @Override
  public synchronized FileTree newest(Repository repository) {
    EstateRepository one = open.computeIfAbsent(repository.url(), opening);
    return one.tree(one.resolve(""));
  }

  @Override
  public synchronized void close() {
    open.values().forEach(EstateRepository::close);
    open.clear();
  }
}
