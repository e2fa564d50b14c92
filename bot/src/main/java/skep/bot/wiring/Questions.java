package skep.bot.wiring;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
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

/**
 * What questions are answered with.
 *
 * @param tools opened with the first page there is
 * @param others repositories with runbooks beside the estate
 * @param models who writes
 * @param budget what that may cost
 * @param link to the estate's own pages, where {@code skep.yaml} says none
 */
record Questions(
    Supplier<Runbooks.Tools> tools,
    OtherRepositories others,
    AskCommand.Models models,
    Budget budget,
    Optional<String> link) {
  Runbooks runbooks(Estates estates, InstantSource clock) {
    return new Runbooks(estates, others, tools, clock);
  }

  Background background(Estates estates, Runbooks runbooks, Swarm swarm, InstantSource clock) {
    return new RunbookBackground(
        estates, runbooks, new Releases(new SwarmRecords(swarm), clock), link, clock);
  }
}
