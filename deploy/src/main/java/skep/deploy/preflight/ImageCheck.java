package skep.deploy.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import skep.deploy.placement.EligibleNodes;
import skep.deploy.placement.Platforms;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.ResolveImage;
import skep.deploy.plan.image.Digests;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.plan.image.ResolvedImages;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmNode;

/**
 * The registry still has every image the plan starts, gives it to the credential that nodes will
 * pull with, and has it for the platform of a node that may run it. With {@code --resolve-image
 * never} registries are not asked, as the person said. A rollback asks for the digests it goes back
 * to, because those are what registries clean up; an image it recorded by its tag alone was
 * deployed without asking.
 *
 * <p>It is the manager Skep talks to that asks, because an engine lets nobody ask through another
 * node. So this cannot tell whether each node reaches the registry, trusts its certificate, has
 * room for the image, or is over its pull limit: those show when tasks are rejected.
 */
final class ImageCheck {
  private final Digests digests;
  private final Set<String> known;

  /** {@code known}: images a registry was asked for a moment ago. */
  ImageCheck(Swarm swarm, RegistryCredentials credentials, ResolvedImages known) {
    this.digests = new Digests(swarm, credentials);
    this.known =
        known.pinned().values().stream()
            .map(ResolvedImages.Pinned::reference)
            .collect(Collectors.toUnmodifiableSet());
  }

  List<PreflightProblem> problems(Outlook outlook) {
    Map<String, List<String>> users = users(outlook);
    ResolvedImages answers = digests.resolve(users.keySet());
    var problems = new ArrayList<PreflightProblem>();
    answers
        .pinned()
        .forEach((image, answer) ->
            users
                .get(image)
                .forEach(service ->
                    platform(outlook, service, Platforms.ofImage(answer.platforms()))
                        .ifPresent(problems::add)));
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

  /** Where the spec names platforms itself, placement was checked with them already. */
  private static Optional<PreflightProblem> platform(
      Outlook outlook, String service, Platforms platforms) {
    JsonNode task = outlook.touched().get(service).path("TaskTemplate");
    List<SwarmNode> nodes = EligibleNodes.of(task, outlook.actual().nodes());
    boolean runs = nodes.isEmpty() || nodes.stream().anyMatch(platforms::include);
    return runs || !Platforms.of(task).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PreflightProblem(
                "service " + service,
                "its image runs on %s, which no node that may run it is"
                    .formatted(platforms.words()),
                "build the image for the nodes' platform"));
  }

  private Map<String, List<String>> users(Outlook outlook) {
    var users = new TreeMap<String, List<String>>();
    outlook
        .touched()
        .forEach((service, spec) -> {
          String image = spec.path("TaskTemplate").path("ContainerSpec").path("Image").asText();
          if (!known.contains(image) && asks(outlook.plan(), image)) {
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
