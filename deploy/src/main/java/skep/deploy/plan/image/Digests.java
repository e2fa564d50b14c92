package skep.deploy.plan.image;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.ImageDigest;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;

/** Asks registries, through the engine, what tags stand for: each image once, several at a time. */
public final class Digests {
  /** Registries limit how often and how parallel they are asked. */
  private static final int AT_A_TIME = 8;

  private final Swarm swarm;
  private final RegistryCredentials credentials;

  public Digests(Swarm swarm, RegistryCredentials credentials) {
    this.swarm = swarm;
    this.credentials = credentials;
  }

  /** Never throws for an image: one that does not resolve is told with the reason. */
  public ResolvedImages resolve(Collection<String> images) {
    var asked = new LinkedHashMap<String, Future<Answer>>();
    var turns = new Semaphore(AT_A_TIME);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String image : new LinkedHashSet<>(images)) {
        asked.put(image, threads.submit(() -> askInTurn(image, turns)));
      }
    }
    var pinned = new TreeMap<String, ResolvedImages.Pinned>();
    var unresolved = new TreeMap<String, String>();
    asked.forEach((image, future) -> {
      switch (answer(future)) {
        case Answer.Digest(ResolvedImages.Pinned found) -> pinned.put(image, found);
        case Answer.Nothing(String reason) -> unresolved.put(image, reason);
      }
    });
    return new ResolvedImages(pinned, unresolved);
  }

  private sealed interface Answer {
    record Digest(ResolvedImages.Pinned found) implements Answer {}

    record Nothing(String reason) implements Answer {}
  }

  private Answer askInTurn(String image, Semaphore turns) throws InterruptedException {
    turns.acquire();
    try {
      return ask(image);
    } finally {
      turns.release();
    }
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

  private static Answer answer(Future<Answer> future) {
    try {
      return future.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Answer.Nothing("interrupted");
    } catch (ExecutionException broken) {
      if (broken.getCause() instanceof RuntimeException bug) {
        throw bug;
      }
      return new Answer.Nothing("interrupted");
    }
  }
}
