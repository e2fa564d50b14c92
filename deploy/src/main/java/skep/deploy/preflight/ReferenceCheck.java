package skep.deploy.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.plan.actual.References;
import skep.deploy.swarm.SwarmNetwork;

/** Networks, secrets and configs services refer to exist, or the plan makes them. */
final class ReferenceCheck {
  /** Networks every engine has of its own; a service may name them without any being declared. */
  private static final Set<String> PREDEFINED = Set.of("host", "bridge", "none", "default");

  private final Outlook outlook;
  private final List<PreflightProblem> problems = new ArrayList<>();
  private final Map<String, SwarmNetwork> networks;

  private ReferenceCheck(Outlook outlook) {
    this.outlook = outlook;
    this.networks = outlook.actual().networksByName();
  }

  static List<PreflightProblem> problems(Outlook outlook) {
    var check = new ReferenceCheck(outlook);
    check.newNetworks();
    check.networks();
    check.contents(ObjectKind.SECRET, outlook.actual().secretsByName().keySet());
    check.contents(ObjectKind.CONFIG, outlook.actual().configsByName().keySet());
    return check.problems;
  }

  private void newNetworks() {
    for (String name : outlook.created(ObjectKind.NETWORK)) {
      SwarmNetwork held = networks.get(name);
      if (held != null && held.scope().equals("swarm")) {
        problems.add(
            new PreflightProblem(
                "network " + name,
                "a network of this name exists and does not belong to the stack "
                    + outlook.plan().stack(),
                "mark it external: true in the file, or remove it: docker network rm " + name));
      }
    }
  }

  private void networks() {
    Set<String> created = outlook.created(ObjectKind.NETWORK);
    Set<String> ids = outlook.actual().names().networks().keySet();
    outlook
        .touched()
        .forEach((service, spec) -> {
          for (String name : References.networks(spec)) {
            if (!created.contains(name) && !PREDEFINED.contains(name) && !ids.contains(name)) {
              network(service, name);
            }
          }
        });
  }

  private void network(String service, String name) {
    SwarmNetwork held = networks.get(name);
    if (held == null) {
      problems.add(
          new PreflightProblem(
              "service " + service,
              "the network %s does not exist".formatted(name),
              "deploy the stack that makes it, or: docker network create --driver overlay "
                  + name));
    } else if (!held.scope().equals("swarm")) {
      problems.add(
          new PreflightProblem(
              "service " + service,
              "the network %s exists on single nodes only (scope %s)".formatted(name, held.scope()),
              "make one for the whole Swarm: docker network create --driver overlay " + name));
    }
  }

  private void contents(ObjectKind kind, Set<String> existing) {
    Set<String> created = outlook.created(kind);
    outlook
        .touched()
        .forEach((service, spec) -> {
          var task = spec.path("TaskTemplate");
          Set<String> names =
              kind == ObjectKind.SECRET ? References.secrets(task) : References.configs(task);
          for (String name : names) {
            if (!created.contains(name) && !existing.contains(name)) {
              missing(kind, service, name);
            }
          }
        });
  }

  private void missing(ObjectKind kind, String service, String name) {
    String next =
        switch (outlook.plan().kind()) {
          case Plan.Kind.Deploy() ->
              "create it (docker %s create %s -), or declare it in the file"
                  .formatted(kind.word(), name);
          case Plan.Kind.Rollback(int release) ->
              "release %d cannot be brought back; type /deploy %s@<commit> to deploy its commit anew"
                  .formatted(release, outlook.plan().stack());
        };
    problems.add(
        new PreflightProblem(
            "service " + service, "the %s %s does not exist".formatted(kind.word(), name), next));
  }
}
