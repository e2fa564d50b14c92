package skep.secrets.desk.oidc;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/** Which addresses codes and tokens may travel to. */
final class Addresses {
  private Addresses() {}

  /** Nobody between can read along: https, or http that does not leave this machine. */
  static boolean safe(URI address) {
    if (address.getHost() == null || address.getRawUserInfo() != null) {
      return false;
    }
    return switch (Optional.ofNullable(address.getScheme()).orElse("")) {
      case "https" -> true;
      case "http" -> loopback(address.getHost());
      default -> false;
    };
  }

  /** Without what must not be read: no user with a password, no query. */
  static String shown(URI address) {
    return "%s://%s%s"
        .formatted(
            address.getScheme(),
            Optional.ofNullable(address.getRawAuthority()).orElse("").replaceFirst(".*@", ""),
            Optional.ofNullable(address.getRawPath()).orElse(""));
  }

  /** By what is written alone: a name that resolves to this machine now may not do so later. */
  private static boolean loopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }
}
