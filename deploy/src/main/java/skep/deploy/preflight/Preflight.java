package skep.deploy.preflight;

import java.util.ArrayList;
import java.util.List;
import skep.deploy.plan.Plan;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.plan.image.RegistryCredentials;
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

  /** All problems at once; empty where nothing speaks against it. Asks only registries. */
  public List<PreflightProblem> check(Plan plan, ActualStack actual) {
    Outlook outlook = Outlook.of(plan, actual);
    var problems = new ArrayList<PreflightProblem>();
    problems.addAll(ReferenceCheck.problems(outlook));
    problems.addAll(PlacementCheck.problems(outlook));
    problems.addAll(PortCheck.problems(outlook));
    problems.addAll(new ImageCheck(swarm, credentials).problems(outlook));
    return List.copyOf(problems);
  }
}
