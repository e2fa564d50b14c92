package skep.secrets.openpgp;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import skep.secrets.openpgp.GnuPg.Kind;
import skep.secrets.redaction.SecretValue;

/**
 * A key of every kind, protected and not, made once for all test classes of a run: some take
 * seconds. Whoever needs others has a gpg of its own: one that reads keys while another writes them
 * may find none, and calls that a success.
 */
public final class SharedKeys implements ParameterResolver {
  /**
   * @param keys by a name like {@code RSA_4096-true}, which tells whether a passphrase protects it
   * @param unlocked those that were asked for; what a passphrase protects takes seconds, too
   */
  public record Keys(GnuPg gpg, Map<String, Fingerprint> keys, Map<String, SecretKeyFile> unlocked)
      implements AutoCloseable {
    public Fingerprint key(Kind kind, boolean isProtected) {
      return keys.get(name(kind, isProtected));
    }

    public SecretKeyFile secretKey(String name) {
      return unlocked.computeIfAbsent(
          name,
          _ ->
              SecretKeyFile.parse(
                  gpg.secretKey(keys.get(name)),
                  name.endsWith("true")
                      ? Optional.of(SecretValue.of(GnuPg.passphrase() + "\n"))
                      : Optional.empty()));
    }

    public SecretKeyFile secretKey(Kind kind, boolean isProtected) {
      return secretKey(name(kind, isProtected));
    }

    private static Keys make() {
      GnuPg gpg = GnuPg.start();
      return new Keys(
          gpg,
          Arrays.stream(Kind.values())
              .flatMap(kind -> List.of(name(kind, true), name(kind, false)).stream())
              .collect(Collectors.toMap(Function.identity(), name -> key(gpg, name))),
          new ConcurrentHashMap<>());
    }

    private static String name(Kind kind, boolean isProtected) {
      return kind + "-" + isProtected;
    }

    private static Fingerprint key(GnuPg gpg, String name) {
      String[] parts = name.split("-", 2);
      return gpg.key(name, Kind.valueOf(parts[0]), Boolean.parseBoolean(parts[1]), "never");
    }

    @Override
    public void close() {
      gpg.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Keys.class;
  }

  @Override
  public Keys resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedKeys.class))
        .computeIfAbsent(Keys.class, _ -> Keys.make(), Keys.class);
  }
}
