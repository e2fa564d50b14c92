package skep.deploy.verify;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import skep.deploy.swarm.InterruptedRunException;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;

/** Asks a stack's probes, each until it answers rightly or its time is over. */
public final class Verifier {
  private static final Duration ONE_TRY = Duration.ofSeconds(5);
  private static final int MAX_BODY = 1_000_000;

  private final CommandRun commands;
  private final Duration between;

  /**
   * @param logins the registry credential for an image, for command probes
   * @param between two tries of one probe
   */
  public Verifier(Swarm swarm, Function<String, RegistryCredential> logins, Duration between) {
    this.commands = new CommandRun(swarm, logins, between);
    this.between = between;
  }

  /**
   * Removes what a bot that died over this stack left of its command probes. Only for who holds the
   * stack's lock: another's probe may be running otherwise.
   */
  public void sweep(String stack) {
    commands.sweep(stack);
  }

  /**
   * @param stillOurs called before every try; may throw to end it
   * @return the first probe that did not answer rightly in its time; empty where all did
   */
  public Optional<ProbeFailure> verify(String stack, List<Probe> probes, Runnable stillOurs) {
    sweep(stack);
    for (Probe probe : probes) {
      Optional<String> wrong = ask(stack, probe, stillOurs);
      if (wrong.isPresent()) {
        return Optional.of(new ProbeFailure(probe.words(), wrong.get()));
      }
    }
    return Optional.empty();
  }

  private Optional<String> ask(String stack, Probe probe, Runnable stillOurs) {
    long deadline = System.nanoTime() + probe.within().toNanos();
    while (true) {
      stillOurs.run();
      Optional<String> wrong = askOnce(stack, probe, deadline);
      if (wrong.isEmpty() || System.nanoTime() - deadline >= 0) {
        return wrong;
      }
      pause();
    }
  }

  private Optional<String> askOnce(String stack, Probe probe, long deadline) {
    return switch (probe) {
      case Probe.Http asked -> get(asked);
      case Probe.Tcp(var host, int port, _) -> connect(host, port);
      case Probe.Command command -> commands.run(stack, command, deadline);
    };
  }

  private Optional<String> get(Probe.Http probe) {
    HttpRequest request = HttpRequest.newBuilder(probe.uri()).timeout(ONE_TRY).GET().build();
    try (HttpClient http = client()) {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        if (response.statusCode() != probe.status()) {
          return Optional.of(
              "status %d instead of %d".formatted(response.statusCode(), probe.status()));
        }
        if (probe.body().isEmpty()) {
          return Optional.empty();
        }
        String text = new String(body.readNBytes(MAX_BODY), StandardCharsets.UTF_8);
        return text.contains(probe.body().get())
            ? Optional.empty()
            : Optional.of("the answer does not contain \"%s\"".formatted(probe.body().get()));
      }
    } catch (IOException e) {
      return Optional.of("no answer (%s)".formatted(reason(e)));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** One for each try: it has a thread of its own and the system's certificates. */
  private static HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(ONE_TRY)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  private static Optional<String> connect(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) ONE_TRY.toMillis());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("no connection (%s)".formatted(reason(e)));
    }
  }

  private static String reason(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }

  private void pause() {
    try {
      Thread.sleep(between);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static InterruptedRunException interrupted(InterruptedException e) {
    return InterruptedRunException.of("while asking a probe", e);
  }
}
