package skep.deploy.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmEvent;

/** Reads the engine's event stream on a thread of its own and opens it again where it breaks. */
final class EventStream implements Swarm.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ObjectMapper json = new ObjectMapper();
  private final Consumer<SwarmEvent> listener;
  private final Thread thread;
  private volatile boolean closed;
  private Instant seen;

  /**
   * @param open opens the stream of everything after an instant
   */
  EventStream(Instant since, Function<Instant, Response> open, Consumer<SwarmEvent> listener) {
    this.seen = since;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("engine events").start(() -> run(open));
  }

  private void run(Function<Instant, Response> open) {
    while (!closed) {
      try (var response = open.apply(seen);
          var events = json.readerFor(JsonNode.class).<JsonNode>readValues(response.getBody())) {
        while (!closed && events.hasNextValue()) {
          deliver(events.nextValue());
        }
      } catch (IOException | RuntimeException e) {
        if (!closed) {
          LOG.debug("event stream broke, opening it again: {}", e.toString());
        }
      }
      pause();
    }
  }

  private void deliver(JsonNode event) {
    long nanos = event.path("timeNano").asLong();
    var at = Instant.ofEpochSecond(0, nanos);
    if (event.path("Type").asText("").isEmpty() || !at.isAfter(seen)) {
      return;
    }
    seen = at;
    var actor = event.path("Actor");
    listener.accept(
        new SwarmEvent(
            event.path("Type").asText(),
            event.path("Action").asText(),
            actor.path("ID").asText(),
            EngineObjects.labels(actor.path("Attributes")),
            at));
  }

  private void pause() {
    try {
      if (!closed) {
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
