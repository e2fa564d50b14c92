package skep.deploy.backup;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import skep.deploy.oneshot.NodeEnd;
import skep.deploy.oneshot.OneShot;
import skep.deploy.oneshot.OneShots;
import skep.deploy.oneshot.Where;
import skep.deploy.release.RecordStore;
import skep.deploy.swarm.EngineException;

/**
 * What a bot does to the world, until it dies: right after one of these acts, of which it never
 * hears that they succeeded.
 */
final class DyingBot {
  private final AtomicInteger left;
  private volatile boolean dead;

  /**
   * @param acts that succeed before the last one
   */
  DyingBot(int acts) {
    this.left = new AtomicInteger(acts);
  }

  /** The process is no more. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private <T> T acts(Supplier<T> act) {
    if (dead) {
      // To what still runs of it, such as the renewal of a lease, the Swarm is away.
      throw new EngineException.Unreachable("the bot is dead", new IOException("killed"));
    }
    T done = act.get();
    if (left.getAndDecrement() == 0) {
      dead = true;
      throw new Killed();
    }
    return done;
  }

  private void does(Runnable act) {
    acts(() -> {
      act.run();
      return true;
    });
  }

  RecordStore writing(RecordStore store) {
    return new RecordStore() {
      @Override
      public Stored create(String name, Map<String, String> labels, byte[] data) {
        return acts(() -> store.create(name, labels, data));
      }

      @Override
      public Optional<Stored> find(String name) {
        return store.find(name);
      }

      @Override
      public List<Stored> list(Map<String, String> labels) {
        return store.list(labels);
      }

      @Override
      public Stored relabel(Stored seen, Map<String, String> labels) {
        return acts(() -> store.relabel(seen, labels));
      }

      @Override
      public void remove(Stored seen) {
        does(() -> store.remove(seen));
      }
    };
  }

  OneShots running(OneShots oneShots) {
    return new OneShots() {
      @Override
      public List<NodeEnd> run(OneShot what, Consumer<List<NodeEnd>> watch) {
        return acts(() -> oneShots.run(what, watch));
      }

      @Override
      public void remove(String group) {
        does(() -> oneShots.remove(group));
      }

      @Override
      public Set<String> groups() {
        return oneShots.groups();
      }

      @Override
      public List<String> nodes(Where where) {
        return oneShots.nodes(where);
      }

      @Override
      public void network(String name, String group) {
        does(() -> oneShots.network(name, group));
      }
    };
  }
}
