package skep.deploy.verify;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A question a stack must answer rightly before its release is believed. */
public sealed interface Probe {
  /** For how long a wrong answer is asked again. */
  Duration within();

  /** For people: {@code GET https://example.org/health}. */
  String words();

  /** {@code body}: text the answer must contain. */
  record Http(URI uri, int status, Optional<String> body, Duration within) implements Probe {
    @Override
    public String words() {
      return "GET " + uri;
    }
  }

  record Tcp(String host, int port, Duration within) implements Probe {
    @Override
    public String words() {
      return "TCP %s:%d".formatted(host, port);
    }
  }

  /**
   * A command that must exit with 0, run once in the Swarm.
   *
   * @param networks names of networks it is attached to
   */
  record Command(String image, List<String> command, List<String> networks, Duration within)
      implements Probe {
    public Command {
      command = List.copyOf(command);
      networks = List.copyOf(networks);
    }

    @Override
    public String words() {
      return "command " + String.join(" ", command);
    }
  }
}
