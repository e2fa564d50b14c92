package skep.deploy.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.InterruptedRunException;

/**
 * Requests with a deadline over docker-java's transport. The transport's own time-outs do not hold
 * on unix sockets, so each exchange runs on a thread that is interrupted when time is up, which
 * closes its socket. A read that finds nobody is tried twice more within the same deadline.
 */
final class Connection {
  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final int READ_ATTEMPTS = 3;

  private final DockerHttpClient http;
  private final String host;
  private final boolean unix;

  Connection(DockerHttpClient http, DockerHost host) {
    this.http = http;
    this.host = host.address().toString();
    this.unix = host.scheme().equals("unix");
  }

  /** An answer read to its end. */
  record Answer(int status, byte[] body, Optional<String> apiVersion) {
    boolean ok() {
      return status >= 200 && status < 300;
    }
  }

  Answer exchange(String prefix, Call call, Duration deadline) {
    var end = Instant.now().plus(deadline);
    for (int attempt = 1; ; attempt++) {
      try {
        return once(prefix, call, Duration.between(Instant.now(), end));
      } catch (EngineException.Unreachable e) {
        boolean timeLeft = Instant.now().plus(PAUSE.multipliedBy(attempt)).isBefore(end);
        if (!call.isRead() || attempt == READ_ATTEMPTS || !timeLeft) {
          throw e;
        }
        pause(PAUSE.multipliedBy(attempt));
      }
    }
  }

  /** An answer whose body never ends by itself; the caller closes it, from its own thread. */
  Response open(String prefix, Call call) {
    return http.execute(request(prefix, call));
  }

  private Answer once(String prefix, Call call, Duration limit) {
    var task = new FutureTask<>(() -> read(prefix, call));
    var thread = thread().name("engine " + call).start(task);
    try {
      return task.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new EngineException.Unreachable(
          "the Docker engine at %s did not answer %s in time".formatted(host, call), e);
    } catch (ExecutionException e) {
      throw unreachable(call, e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      throw InterruptedRunException.of("during " + call, e);
    }
  }

  /**
   * An interrupt closes a unix socket's channel on any thread, a plain socket on virtual threads
   * only. Where there is a choice it is the platform's: a virtual thread that waits for a socket
   * starts the JVM's pollers, which make each read slower and hold up the program's end by 0.3 s.
   */
  private Thread.Builder thread() {
    return unix ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
  }

  private Answer read(String prefix, Call call) throws IOException {
    try (var response = http.execute(request(prefix, call));
        var body = response.getBody()) {
      return new Answer(
          response.getStatusCode(),
          body == null ? new byte[0] : body.readAllBytes(),
          Optional.ofNullable(response.getHeader("Api-Version")));
    }
  }

  /** A write always has a stream for a body: the transport repeats requests it can send again. */
  private static Request request(String prefix, Call call) {
    var builder =
        Request.builder()
            .method(call.method())
            .path(prefix + call.target())
            .headers(call.headers());
    if (!call.isRead()) {
      builder
          .putHeader("Content-Type", "application/json")
          .body(new ByteArrayInputStream(call.body().orElse(new byte[0])));
    }
    return builder.build();
  }

  private EngineException unreachable(Call call, Throwable cause) {
    var root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    var why = Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
    return new EngineException.Unreachable(
        "the Docker engine at %s cannot be reached (%s): %s. Is it running, and may this user talk to it?"
            .formatted(host, call, why),
        root);
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      throw InterruptedRunException.of("before another try to reach the Docker engine", e);
    }
  }
}
