package skep.deploy.stack.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports in one line: {@code [[ip:]published:]target[/protocol]}, both ends ranges if need be.
 *
 * @param ip an address the file asks to listen on, which a Swarm cannot; empty where none
 * @param ports target and published pairs, ordered by target as text, as the CLI orders them
 */
public record ShortPort(String ip, List<Pair> ports) {
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5})(?:-.*)?)?");

  /**
   * @param published 0: the Swarm picks one
   */
  public record Pair(int target, int published, String protocol) {}

  public ShortPort {
    ports = List.copyOf(ports);
  }

  public static Optional<ShortPort> parse(String text) {
    List<String> parts = Arrays.asList(text.split(":", -1));
    int n = parts.size();
    String[] target = parts.get(n - 1).split("/", -1);
    String protocol = target.length > 1 && !target[1].isEmpty() ? target[1] : "tcp";
    String published = n > 1 ? parts.get(n - 2) : "";
    String ip = n > 2 ? String.join(":", parts.subList(0, n - 2)) : "";
    Optional<int[]> inside = range(target[0]);
    Optional<int[]> outside =
        published.isEmpty() ? Optional.of(new int[] {0, 0}) : range(published);
    if (inside.isEmpty()
        || outside.isEmpty()
        || !PROTOCOLS.contains(protocol.toLowerCase(Locale.ROOT))
        || !(ip.isEmpty() || isAddress(ip))) {
      return Optional.empty();
    }
    return pairs(
            inside.get(), outside.get(), !published.isEmpty(), protocol.toLowerCase(Locale.ROOT))
        .map(pairs -> new ShortPort(listens(ip) ? ip : "", pairs));
  }

  private static Optional<List<Pair>> pairs(
      int[] inside, int[] outside, boolean published, String protocol) {
    int width = inside[1] - inside[0];
    List<Pair> pairs = new ArrayList<>();
    if (width == 0) {
      for (int port = outside[0]; port <= outside[1]; port++) {
        pairs.add(new Pair(inside[0], port, protocol));
      }
      return Optional.of(pairs);
    }
    if (published && width != outside[1] - outside[0]) {
      return Optional.empty();
    }
    for (int i = 0; i <= width; i++) {
      pairs.add(new Pair(inside[0] + i, published ? outside[0] + i : 0, protocol));
    }
    pairs.sort(Comparator.comparing(pair -> Integer.toString(pair.target())));
    return Optional.of(pairs);
  }

  private static Optional<int[]> range(String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
    return first > last || last > 65535 ? Optional.empty() : Optional.of(new int[] {first, last});
  }

  private static boolean isAddress(String ip) {
    String bare = ip.startsWith("[") && ip.endsWith("]") ? ip.substring(1, ip.length() - 1) : ip;
    return (bare.matches("(\\d{1,3}\\.){3}\\d{1,3}") && octetsFit(bare))
        || (bare.contains(":") && bare.matches("[0-9a-fA-F:.]+"));
  }

  private static boolean octetsFit(String ip) {
    return Arrays.stream(ip.split("\\.")).allMatch(octet -> Integer.parseInt(octet) < 256);
  }

  private static boolean listens(String ip) {
    return !ip.isEmpty() && !Set.of("0.0.0.0", "::", "[::]").contains(ip);
  }
}
