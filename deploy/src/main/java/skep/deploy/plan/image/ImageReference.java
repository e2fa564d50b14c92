package skep.deploy.plan.image;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image as a stack file names it, understood as Docker does: {@code nginx} is {@code
 * docker.io/library/nginx:latest}. Shown in the familiar form, which leaves Docker Hub's parts out.
 *
 * @param registry host, with port where given; {@code docker.io} for Docker Hub
 * @param repository path in the registry
 * @param tag empty where none is written
 * @param digest {@code sha256:…}, empty where none is written
 */
public record ImageReference(
    String registry, String repository, Optional<String> tag, Optional<String> digest) {
  private static final String HUB = "docker.io";
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:]+])(?::[0-9]+)?");
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("[a-z0-9]+:[0-9a-f]{32,}");

  public ImageReference {
    require(REGISTRY.matcher(registry).matches(), registry);
    require(REPOSITORY.matcher(repository).matches(), repository);
    tag.ifPresent(text -> require(TAG.matcher(text).matches(), text));
    digest.ifPresent(text -> require(DIGEST.matcher(text).matches(), text));
  }

  /**
   * @throws IllegalArgumentException where it is no image reference
   */
  public static ImageReference parse(String written) {
    String rest = written;
    Optional<String> digest = Optional.empty();
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = Optional.of(rest.substring(at + 1));
      rest = rest.substring(0, at);
    }
    Optional<String> tag = Optional.empty();
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = Optional.of(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
    }
    int slash = rest.indexOf('/');
    String first = slash < 0 ? "" : rest.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    String registry = !host || first.equals("index.docker.io") ? HUB : first;
    String repository = host ? rest.substring(slash + 1) : rest;
    if (registry.equals(HUB) && !repository.contains("/")) {
      repository = "library/" + repository;
    }
    return new ImageReference(registry, repository, tag, digest);
  }

  /** Without registry and {@code library/} where they are Docker Hub's, without tag and digest. */
  public String familiarName() {
    if (!registry.equals(HUB)) {
      return registry + "/" + repository;
    }
    return repository.startsWith("library/") ? repository.substring(8) : repository;
  }

  /**
   * As the CLI stores it where it resolves nothing: a reference with neither gets {@code latest}.
   */
  public String tagged() {
    String name = familiarName() + ":" + tag.orElse("latest");
    return digest
        .map(value -> familiarName() + tag.map(text -> ":" + text).orElse("") + "@" + value)
        .orElse(name);
  }

  /** As the CLI stores it with its digest: {@code nginx:1@sha256:…}. */
  public String pinnedTo(String sha) {
    return familiarName() + ":" + tag.orElse("latest") + "@" + sha;
  }

  public boolean isPinned() {
    return digest.isPresent();
  }

  private static void require(boolean valid, String part) {
    if (!valid) {
      throw new IllegalArgumentException("not part of an image reference: " + part);
    }
  }
}
