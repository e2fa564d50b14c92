package skep.deploy.plan.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import skep.deploy.stack.DesiredConfig;
import skep.deploy.stack.DesiredSecret;
import skep.secrets.redaction.SecretValue;

/**
 * Keyed fingerprints of secrets and configs: HMAC-SHA-256, cut to 128 bits, as 32 hexadecimal
 * digits. Keyed, because a plain hash of a short password can be guessed by trying; bound to the
 * kind and name, so that equal contents under two names do not show.
 */
public final class Fingerprints {
  public static final int KEY_BYTES = 32;
  private static final int BYTES = 16;
  private static final ObjectMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final SecretKeySpec key;

  private Fingerprints(SecretKeySpec key) {
    this.key = key;
  }

  /** {@code key}: 32 random bytes, the same for as long as the Swarm lives. */
  public static Fingerprints of(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a fingerprint key has %d bytes".formatted(KEY_BYTES));
    }
    return new Fingerprints(new SecretKeySpec(key, "HmacSHA256"));
  }

  /** Covers the value and every setting of the object (driver, templating, labels). */
  public String of(DesiredSecret secret) {
    return of("secret", secret.name(), secret.spec(), secret.value());
  }

  public String of(DesiredConfig config) {
    return of("config", config.name(), config.spec(), config.value());
  }

  private String of(String kind, String name, ObjectNode spec, Optional<SecretValue> value) {
    Mac mac = mac();
    feed(mac, kind.getBytes(StandardCharsets.UTF_8));
    feed(mac, name.getBytes(StandardCharsets.UTF_8));
    feed(mac, settings(spec));
    byte[] content = value.map(SecretValue::reveal).orElseGet(() -> new byte[0]);
    feed(mac, content);
    Arrays.fill(content, (byte) 0);
    return HexFormat.of().formatHex(mac.doFinal(), 0, BYTES);
  }

  /** Each part after its length, so that no two lists of parts feed the same bytes. */
  private static void feed(Mac mac, byte[] part) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    mac.update(part);
  }

  private static byte[] settings(ObjectNode spec) {
    ObjectNode settings = spec.deepCopy();
    settings.remove("Name");
    settings.remove("Data");
    try {
      return SORTED.writeValueAsBytes(SORTED.treeToValue(settings, TreeMap.class));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a JSON tree always writes", impossible);
    }
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }
}
