package skep.deploy.preflight;

import java.util.ArrayList;
import java.util.List;
import skep.deploy.plan.Plan;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.plan.image.ResolvedImages;
import skep.deploy.swarm.Swarm;

/** Everything that can be known to fail beforehand. A plan with problems must not be applied. */
public final class Preflight {
  private final Swarm swarm;
  private final RegistryCredentials credentials;

  /** {@code credentials}: the ones that will be stored with the services. */
  public Preflight(Swarm swarm, RegistryCredentials credentials) {
    this.swarm = swarm;
    this.credentials = credentials;
  }

  /** All problems at once; empty where nothing speaks against it. */
  public List<PreflightProblem> check(Plan plan, ActualStack actual) {
    return check(plan, actual, ResolvedImages.NONE);
  }

  /** {@code known}: what registries said a moment ago, and need not be asked again. */
  public List<PreflightProblem> check(Plan plan, ActualStack actual, ResolvedImages known) {
    if (plan.isEmpty()) {
      return List.of();
    }
    Outlook outlook = Outlook.of(plan, actual);
    var problems = new ArrayList<PreflightProblem>();
    problems.addAll(ReferenceCheck.problems(outlook));
    problems.addAll(JobCheck.problems(outlook));
    problems.addAll(PlacementCheck.problems(outlook));
    if (RoomCheck.isNeeded(outlook)) {
      problems.addAll(RoomCheck.problems(outlook, swarm.liveTasks()));
    }
    problems.addAll(PortCheck.problems(outlook));
    problems.addAll(new ImageCheck(swarm, credentials, known).problems(outlook));
    return List.copyOf(problems);
  }
}
