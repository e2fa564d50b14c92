package skep.deploy.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmService;
import skep.deploy.verify.SameSpec;

/**
 * Changing one service so that nobody else's change is lost and no write happens twice: every try
 * reads first, and a write whose answer got lost is recognised by what it wrote.
 */
final class ServiceCalls {
  /** The engine itself writes to a service while it updates it; a person does not that often. */
  private static final int TRIES = 20;

  private final Swarm swarm;
  private final RegistryCredentials logins;
  private final Patience patience;

  ServiceCalls(Swarm swarm, RegistryCredentials logins, Patience patience) {
    this.swarm = swarm;
    this.logins = logins;
    this.patience = patience;
  }

  /** The service as it was before is replaced; any other is somebody else's and left alone. */
  void update(String name, ObjectNode before, ObjectNode wanted) {
    var asked = new AtomicBoolean();
    patience.outlast(() -> {
      for (int i = 0; i < TRIES; i++) {
        SwarmService now =
            swarm
                .service(name)
                .orElseThrow(() -> disturbed("somebody else removed %s meanwhile", name));
        if (!SameSpec.service(now.spec(), before)) {
          if (asked.get() && carries(now.spec(), wanted)) {
            return;
          }
          throw disturbed("somebody else changed %s meanwhile", name);
        }
        asked.set(true);
        if (written(now, wanted)) {
          return;
        }
      }
      throw disturbed("somebody else keeps changing %s", name);
    });
  }

  /** Puts it to what is wanted, whoever changed it last. */
  void restore(String name, ObjectNode wanted) {
    patience.outlast(() -> {
      for (int i = 0; i < TRIES; i++) {
        Optional<SwarmService> now = swarm.service(name);
        if (now.isEmpty()) {
          create(name, wanted);
          return;
        }
        if (written(now.get(), wanted)) {
          return;
        }
      }
      throw disturbed("somebody else keeps changing %s", name);
    });
  }

  private boolean written(SwarmService now, ObjectNode wanted) {
    try {
      swarm.updateService(now, wanted, login(wanted));
      return true;
    } catch (EngineException.Moved e) {
      return false;
    }
  }

  /** One that is there already and equal was created by a try before. */
  void create(String name, ObjectNode wanted) {
    patience.outlast(() -> {
      Optional<SwarmService> now = swarm.service(name);
      if (now.isEmpty()) {
        try {
          swarm.createService(wanted, login(wanted));
          return;
        } catch (EngineException.NameTaken e) {
          now = swarm.service(name);
        }
      }
      if (now.filter(one -> carries(one.spec(), wanted)).isEmpty()) {
        throw disturbed("somebody else created %s meanwhile", name);
      }
    });
  }

  void remove(String name) {
    patience.outlast(() -> {
      try {
        swarm.service(name).ifPresent(now -> swarm.removeService(now.id()));
      } catch (EngineException.NotFound e) {
        // Gone already, which is what is wanted.
      }
    });
  }

  private RegistryCredential login(ObjectNode spec) {
    String image = spec.path("TaskTemplate").path("ContainerSpec").path("Image").asText();
    return image.isEmpty() ? RegistryCredential.NONE : logins.forImage(image);
  }

  /**
   * Whether a reported spec is what was sent, by the parts every engine reports as it was given
   * them; others are completed or rewritten.
   */
  static boolean carries(ObjectNode reported, ObjectNode sent) {
    return same(reported, sent, "/Labels")
        && same(reported, sent, "/Mode")
        && same(reported, sent, "/TaskTemplate/ForceUpdate")
        && same(reported, sent, "/TaskTemplate/ContainerSpec/Image")
        && same(reported, sent, "/TaskTemplate/ContainerSpec/Env")
        && same(reported, sent, "/TaskTemplate/ContainerSpec/Command")
        && same(reported, sent, "/TaskTemplate/ContainerSpec/Args")
        && same(reported, sent, "/TaskTemplate/ContainerSpec/Labels");
  }

  private static boolean same(JsonNode reported, JsonNode sent, String pointer) {
    return SameSpec.covers(reported.at(pointer), sent.at(pointer));
  }

  private static StepFailedException disturbed(String words, String service) {
    return new StepFailedException(words.formatted(service));
  }
}
