package skep.secrets.desk.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the browser came back with. Nothing in it is believed before its state is. */
record Callback(Map<String, List<String>> query) {
  private static final String AGAIN = "; begin once more";

  Callback {
    query = Map.copyOf(query);
  }

  /** Refuses what does not answer the request that was sent with this state. */
  void requireState(String sent) {
    String came = one("state").orElse("");
    if (!MessageDigest.isEqual(bytes(sent), bytes(came))) {
      throw SignInException.refused("this answer belongs to another sign-in" + AGAIN);
    }
  }

  /** Refuses another provider's answer (RFC 9207). */
  void requireFrom(Provider provider) {
    Optional<String> named = one("iss");
    if (named.isEmpty() ? provider.namesItself() : !named.get().equals(provider.issuer())) {
      throw SignInException.refused("this answer comes from another sign-in server" + AGAIN);
    }
  }

  String code() {
    one("error")
        .ifPresent(error -> {
          throw Refusals.ofTheProvider(error);
        });
    return one("code")
        .orElseThrow(() -> SignInException.refused("this answer signs nobody in" + AGAIN));
  }

  private Optional<String> one(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw SignInException.refused("this answer says two things at once" + AGAIN);
    }
    return values.stream().filter(value -> !value.isBlank()).findFirst();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
