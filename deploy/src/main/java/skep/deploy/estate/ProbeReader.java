package skep.deploy.estate;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.deploy.verify.Probe;
import skep.deploy.yaml.Fields;

/** Reads one entry of {@code verify:}. Which of three keys it has says what kind it is. */
final class ProbeReader {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final List<String> KINDS = List.of("http", "tcp", "command");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+]):([0-9]{1,5})");

  private final Fields fields;
  private final Duration within;

  private ProbeReader(Fields fields) {
    this.fields = fields;
    this.within = within(fields);
  }

  private static Duration within(Fields fields) {
    Duration within = fields.duration("within").orElse(WITHIN);
    if (within.isZero() || within.compareTo(LONGEST) > 0) {
      fields.problem(
          fields.markOf("within"), fields.path("within") + " must be more than 0 and at most 1h");
    }
    return within;
  }

  /** Empty where it is wrong, which is then among the problems. */
  static Optional<Probe> read(Fields fields) {
    ProbeReader reader = new ProbeReader(fields);
    List<String> kinds = KINDS.stream().filter(fields.names()::contains).toList();
    if (kinds.size() > 1) {
      fields.problem(
          fields.mark(),
          "a probe is one of %s; make them two".formatted(String.join(" and ", kinds)));
      return Optional.empty();
    }
    Optional<? extends Probe> probe =
        switch (kinds.isEmpty() ? "" : kinds.getFirst()) {
          case "http" -> reader.http();
          case "tcp" -> reader.tcp();
          case "command" -> reader.command();
          default -> reader.none();
        };
    fields.done();
    return probe.map(Probe.class::cast);
  }

  private Optional<Probe.Http> http() {
    int status = fields.whole("status", 100, 599).orElse(200);
    Optional<String> body = fields.text("body");
    return fields
        .text("http")
        .flatMap(this::url)
        .map(url -> new Probe.Http(url, status, body, within));
  }

  private Optional<URI> url(String text) {
    try {
      URI url = new URI(text);
      if (List.of("http", "https").contains(String.valueOf(url.getScheme()))
          && url.getHost() != null
          && url.getUserInfo() == null) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // Said below, with what is expected.
    }
    return wrong("http", "a URL such as https://example.org/health, without a password in it");
  }

  private Optional<Probe.Tcp> tcp() {
    Optional<String> text = fields.text("tcp");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher m = HOST_AND_PORT.matcher(text.get());
    int port = m.matches() ? Integer.parseInt(m.group(2)) : 0;
    return port < 1 || port > 65_535
        ? wrong("tcp", "a host and a port such as db:5432")
        : Optional.of(new Probe.Tcp(m.group(1), port, within));
  }

  private Optional<Probe.Command> command() {
    List<String> command = fields.texts("command");
    List<String> networks = fields.textOrTexts("networks");
    Optional<String> image = fields.text("image");
    if (command.isEmpty()) {
      return wrong("command", "a list of a program and its arguments");
    }
    return image.isEmpty()
        ? wrong("image", "the image the command runs in")
        : Optional.of(new Probe.Command(image.get(), command, networks, within));
  }

  private Optional<Probe> none() {
    // Asked for, so that a misspelt one is told its right name.
    KINDS.forEach(fields::node);
    fields.problem(fields.mark(), "a probe needs one of http, tcp, command");
    return Optional.empty();
  }

  private <T> Optional<T> wrong(String key, String wanted) {
    fields.problem(fields.markOf(key), "%s must be %s".formatted(fields.path(key), wanted));
    return Optional.empty();
  }
}
