package skep.deploy.plan.image;

import java.util.List;
import java.util.Map;

/**
 * What images stood for when they were asked.
 *
 * @param pinned by image as written
 * @param unresolved reason by image as written, in the engine's words
 */
public record ResolvedImages(Map<String, Pinned> pinned, Map<String, String> unresolved) {
  public static final ResolvedImages NONE = new ResolvedImages(Map.of(), Map.of());

  public ResolvedImages {
    pinned = Map.copyOf(pinned);
    unresolved = Map.copyOf(unresolved);
  }

  /**
   * An image with its digest.
   *
   * @param reference {@code nginx:1@sha256:…}, as the CLI stores it
   * @param platforms {@code os/architecture} pairs; empty where the registry kept silent
   */
  public record Pinned(String reference, List<String> platforms) {
    public Pinned {
      platforms = List.copyOf(platforms);
    }
  }
}
