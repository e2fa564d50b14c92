package skep.bot.wiring;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import skep.commands.ask.AskCommand;
import skep.commands.ask.OtherRepositories;
import skep.commands.ask.RunbookBackground;
import skep.commands.ask.Runbooks;
import skep.commands.incidents.Background;
import skep.commands.planning.Estates;
import skep.deploy.release.Releases;
import skep.deploy.release.SwarmRecords;
import skep.deploy.swarm.Swarm;
import skep.runbooks.answer.Budget;
import skep.secrets.repository.RepositoryException;

/**
 * What questions are answered with.
 *
 * @param tools opened with the first page there is
 * @param others repositories with runbooks beside the estate
 * @param models who writes
 * @param budget what that may cost
 * @param link to the estate's own pages, where {@code skep.yaml} says none
 * @param redaction takes known secret values out of a text
 */
record Questions(
    Supplier<Runbooks.Tools> tools,
    OtherRepositories others,
    AskCommand.Models models,
    Budget budget,
    Optional<String> link,
    UnaryOperator<String> redaction) {
  /** Where nobody asks any. */
  static final Questions NONE =
      new Questions(
          () -> {
            throw new IllegalStateException("nobody asks anything here");
          },
          repository -> {
            throw new RepositoryException(repository.url() + " is not read here");
          },
          AskCommand.Models.NONE,
          new Budget(Budget.Limits.USUAL, Budget.Price.USUAL, InstantSource.system()),
          Optional.empty(),
          UnaryOperator.identity());

  Runbooks runbooks(Estates estates, InstantSource clock) {
    return new Runbooks(estates, others, tools, redaction, clock);
  }

  Background background(Estates estates, Runbooks runbooks, Swarm swarm, InstantSource clock) {
    return new RunbookBackground(
        estates, runbooks, new Releases(new SwarmRecords(swarm), clock), link, clock);
  }
}
