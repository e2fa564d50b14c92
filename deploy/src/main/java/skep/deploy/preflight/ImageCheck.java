package skep.deploy.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.ResolveImage;
import skep.deploy.plan.image.Digests;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.plan.image.ResolvedImages;
import skep.deploy.swarm.Swarm;

/**
 * The registry still has every image the plan starts, and gives it to the credential that nodes
 * will pull with. With {@code --resolve-image never} registries are not asked, as the person said.
 * A rollback asks for the digests it goes back to, because those are what registries clean up; an
 * image it recorded by its tag alone was deployed without asking.
 */
final class ImageCheck {
  private final Digests digests;

  ImageCheck(Swarm swarm, RegistryCredentials credentials) {
    this.digests = new Digests(swarm, credentials);
  }

  List<PreflightProblem> problems(Outlook outlook) {
    Map<String, List<String>> users = users(outlook);
    ResolvedImages answers = digests.resolve(users.keySet());
    var problems = new ArrayList<PreflightProblem>();
    new TreeMap<>(answers.unresolved())
        .forEach((image, reason) ->
            problems.add(
                new PreflightProblem(
                    "image " + image,
                    "nodes could not pull it for %s; the registry answers: %s"
                        .formatted(String.join(", ", users.get(image)), reason),
                    next(outlook.plan()))));
    return problems;
  }

  private static Map<String, List<String>> users(Outlook outlook) {
    var users = new TreeMap<String, List<String>>();
    outlook
        .touched()
        .forEach((service, spec) -> {
          String image = spec.path("TaskTemplate").path("ContainerSpec").path("Image").asText();
          if (asks(outlook.plan(), image)) {
            users.computeIfAbsent(image, any -> new ArrayList<>()).add(service);
          }
        });
    return users;
  }

  private static boolean asks(Plan plan, String image) {
    return switch (plan.kind()) {
      case Plan.Kind.Deploy() -> plan.options().resolveImage() != ResolveImage.NEVER;
      case Plan.Kind.Rollback(int release) -> image.contains("@");
    };
  }

  private static String next(Plan plan) {
    return switch (plan.kind()) {
      case Plan.Kind.Deploy() -> "push it again, or check the registry's login, then plan again";
      case Plan.Kind.Rollback(int release) ->
          "push it again, or choose another release: /deploy history " + plan.stack();
    };
  }
}
