package skep.deploy.plan.image;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.ImageDigest;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.Together;

/** Asks registries, through the engine, what tags stand for: each image once, several at a time. */
public final class Digests {
  private final Swarm swarm;
  private final RegistryCredentials credentials;

  public Digests(Swarm swarm, RegistryCredentials credentials) {
    this.swarm = swarm;
    this.credentials = credentials;
  }

  /** Never throws for an image: one that does not resolve is told with the reason. */
  public ResolvedImages resolve(Collection<String> images) {
    var distinct = List.copyOf(new LinkedHashSet<>(images));
    List<Answer> answers = Together.map(distinct, this::ask);
    var pinned = new TreeMap<String, ResolvedImages.Pinned>();
    var unresolved = new TreeMap<String, String>();
    for (int i = 0; i < distinct.size(); i++) {
      switch (answers.get(i)) {
        case Answer.Digest(ResolvedImages.Pinned found) -> pinned.put(distinct.get(i), found);
        case Answer.Nothing(String reason) -> unresolved.put(distinct.get(i), reason);
      }
    }
    return new ResolvedImages(pinned, unresolved);
  }

  private sealed interface Answer {
    record Digest(ResolvedImages.Pinned found) implements Answer {}

    record Nothing(String reason) implements Answer {}
  }

  private Answer ask(String image) {
    try {
      ImageReference reference = ImageReference.parse(image);
      RegistryCredential credential = credentials.forRegistry(reference.registry());
      ImageDigest digest = swarm.resolve(image, credential);
      return new Answer.Digest(
          new ResolvedImages.Pinned(reference.pinnedTo(digest.digest()), digest.platforms()));
    } catch (IllegalArgumentException | EngineException refused) {
      return new Answer.Nothing(String.valueOf(refused.getMessage()));
    }
  }
}
