package skep.deploy.placement;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import skep.deploy.swarm.SwarmNode;

/**
 * One placement constraint, as swarmkit reads it: keys and values compare without case, label names
 * with it; a label a node lacks is the empty value.
 */
public record Constraint(String key, boolean equal, String value) {
  private static final String NODE_LABELS = "node.labels.";
  private static final String ENGINE_LABELS = "engine.labels.";
  private static final Pattern KEY = Pattern.compile("(?i)[a-z_][a-z0-9\\-_.]+");
  private static final Pattern VALUE = Pattern.compile("(?i)[a-z0-9:\\-_\\s.*()?+\\[\\]\\\\^$|/]+");
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]+");

  /** Empty where swarmkit would refuse it. */
  public static Optional<Constraint> parse(String expression) {
    for (String operator : new String[] {"==", "!="}) {
      int at = expression.indexOf(operator);
      if (at >= 0) {
        String key = expression.substring(0, at).strip();
        String value = expression.substring(at + 2).strip();
        return KEY.matcher(key).matches() && VALUE.matcher(value).matches()
            ? Optional.of(new Constraint(key, operator.equals("=="), value))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  public boolean matches(SwarmNode node) {
    return switch (key.toLowerCase(Locale.ROOT)) {
      case "node.id" -> is(node.id());
      case "node.hostname" -> is(node.hostname());
      case "node.role" -> is(node.role());
      case "node.platform.os" -> is(node.os());
      case "node.platform.arch" -> is(node.architecture());
      case "node.ip" -> matchesAddress(node.address());
      default -> matchesLabel(node);
    };
  }

  private boolean matchesLabel(SwarmNode node) {
    if (startsWith(NODE_LABELS)) {
      return is(label(node.labels(), NODE_LABELS));
    }
    if (startsWith(ENGINE_LABELS)) {
      return is(label(node.engineLabels(), ENGINE_LABELS));
    }
    return false;
  }

  private boolean startsWith(String prefix) {
    return key.length() > prefix.length() && key.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private String label(Map<String, String> labels, String prefix) {
    return labels.getOrDefault(key.substring(prefix.length()), "");
  }

  private boolean is(String actual) {
    return value.equalsIgnoreCase(actual) == equal;
  }

  /** An address or a network in CIDR form; anything else matches no node. */
  private boolean matchesAddress(String address) {
    int slash = value.indexOf('/');
    Optional<byte[]> node = bytes(address);
    Optional<byte[]> wanted = bytes(slash < 0 ? value : value.substring(0, slash));
    if (wanted.isEmpty()) {
      return false;
    }
    int width = wanted.get().length * Byte.SIZE;
    int prefix = slash < 0 ? width : prefix(value.substring(slash + 1), width);
    if (prefix < 0) {
      return false;
    }
    return node.filter(bytes -> within(bytes, wanted.get(), prefix)).isPresent() == equal;
  }

  private static int prefix(String digits, int width) {
    if (!digits.matches("[0-9]{1,3}")) {
      return -1;
    }
    int prefix = Integer.parseInt(digits);
    return prefix <= width ? prefix : -1;
  }

  private static boolean within(byte[] address, byte[] network, int prefix) {
    if (address.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >>> (bit % Byte.SIZE);
      if (((address[bit / Byte.SIZE] ^ network[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Literals only: a name is never looked up. */
  private static Optional<byte[]> bytes(String address) {
    if (!ADDRESS.matcher(address).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(address).getAddress());
    } catch (IllegalArgumentException wrong) {
      return Optional.empty();
    }
  }
}
