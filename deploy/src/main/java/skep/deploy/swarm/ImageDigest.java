package skep.deploy.swarm;

import java.util.List;

/**
 * What a tag stood for when it was asked.
 *
 * @param digest {@code sha256:…} of the manifest (list)
 * @param platforms {@code os/architecture} pairs it can run on; empty where the registry kept
 *     silent
 */
public record ImageDigest(String digest, List<String> platforms) {
  public ImageDigest {
    platforms = List.copyOf(platforms);
  }
}
