package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.Lease;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmService.UpdateStatus.State;
import skep.deploy.verify.SameSpec;
import skep.deploy.verify.Target;

/**
 * Changing one service so that nobody else's change is lost and no write happens twice: every try
 * reads first, and a write whose answer got lost is recognised by what it wrote. Between reading
 * and writing the lease is asked, each time: minutes may have passed since the last try.
 */
final class ServiceCalls {
  /** The engine itself writes to a service while it updates it; a person does not that often. */
  private static final int TRIES = 20;

  /** The engine stopped on its way: only another update makes it go on. */
  private static final Set<State> STOPPED =
      Set.of(State.PAUSED, State.ROLLBACK_STARTED, State.ROLLBACK_PAUSED, State.ROLLBACK_COMPLETED);

  private final Swarm swarm;
  private final RegistryCredentials logins;
  private final Patience patience;

  ServiceCalls(Swarm swarm, RegistryCredentials logins, Patience patience) {
    this.swarm = swarm;
    this.logins = logins;
    this.patience = patience;
  }

  /**
   * The service as it was before is replaced; any other is somebody else's and left alone.
   *
   * @param wanted with references by name
   */
  void update(
      Lease lease, String name, ObjectNode before, ObjectNode wanted, References references) {
    ObjectNode filled = references.filled(wanted);
    var asked = new AtomicBoolean();
    patience.outlast(() -> {
      for (int i = 0; i < TRIES; i++) {
        SwarmService now =
            swarm
                .service(name)
                .orElseThrow(() -> disturbed("somebody else removed %s meanwhile", name));
        if (!SameSpec.service(now.spec(), before)) {
          if (asked.get() && references.same(now.spec(), filled)) {
            return;
          }
          throw disturbed("somebody else changed %s meanwhile", name);
        }
        asked.set(true);
        if (written(lease, now, filled)) {
          return;
        }
      }
      throw disturbed("somebody else keeps changing %s", name);
    });
  }

  /** Puts it to what is wanted, whoever changed it last; one that is there already gets no call. */
  void restore(Lease lease, String name, ObjectNode wanted, References references) {
    ObjectNode filled = references.filled(wanted);
    patience.outlast(() -> {
      for (int i = 0; i < TRIES; i++) {
        Optional<SwarmService> now = swarm.service(name);
        if (now.isEmpty()) {
          create(lease, name, wanted, references);
          return;
        }
        boolean stopped = now.get().update().filter(it -> STOPPED.contains(it.state())).isPresent();
        boolean there = !stopped && references.same(now.get().spec(), filled);
        if (there || written(lease, now.get(), filled)) {
          return;
        }
      }
      throw disturbed("somebody else keeps changing %s", name);
    });
  }

  /** As it is, for the engine to look at all its tasks; one that somebody changed is left alone. */
  void rewrite(Lease lease, Target target) {
    patience.outlast(() ->
        swarm
            .service(target.name())
            .filter(now -> now.id().equals(target.serviceId()))
            .filter(now -> SameSpec.service(now.spec(), target.spec()))
            .ifPresent(now -> written(lease, now, now.spec())));
  }

  private boolean written(Lease lease, SwarmService now, ObjectNode wanted) {
    lease.require();
    try {
      swarm.updateService(now, wanted, login(wanted));
      return true;
    } catch (EngineException.Moved e) {
      return false;
    }
  }

  /** One that is there already and equal was created by a try before. */
  void create(Lease lease, String name, ObjectNode wanted, References references) {
    ObjectNode filled = references.filled(wanted);
    patience.outlast(() -> {
      Optional<SwarmService> now = swarm.service(name);
      if (now.isEmpty()) {
        lease.require();
        try {
          swarm.createService(filled, login(filled));
          return;
        } catch (EngineException.NameTaken e) {
          now = swarm.service(name);
        }
      }
      if (now.filter(one -> references.same(one.spec(), filled)).isEmpty()) {
        throw disturbed("somebody else created %s meanwhile", name);
      }
    });
  }

  void remove(Lease lease, String name) {
    patience.outlast(() -> {
      Optional<SwarmService> now = swarm.service(name);
      if (now.isPresent()) {
        lease.require();
        try {
          swarm.removeService(now.get().id());
        } catch (EngineException.NotFound e) {
          // Gone already, which is what is wanted.
        }
      }
    });
  }

  private RegistryCredential login(ObjectNode spec) {
    String image = spec.path("TaskTemplate").path("ContainerSpec").path("Image").asText();
    return image.isEmpty() ? RegistryCredential.NONE : logins.forImage(image);
  }

  private static StepFailedException disturbed(String words, String service) {
    return new StepFailedException(words.formatted(service));
  }
}
