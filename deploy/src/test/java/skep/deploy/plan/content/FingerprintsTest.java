package skep.deploy.plan.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.deploy.stack.DesiredConfig;
import skep.deploy.stack.DesiredSecret;
import skep.secrets.redaction.SecretValue;

class FingerprintsTest {
  private final Fingerprints fingerprints = Fingerprints.of(new byte[32]);

  @Test
  void theSameContentHasTheSameFingerprintOf128Bits() {
    assertThat(fingerprints.of(secret("web_pw", "s3cret")))
        .isEqualTo(fingerprints.of(secret("web_pw", "s3cret")))
        .matches("[0-9a-f]{32}");
  }

  @Test
  void contentNameKindAndKeyAllCount() {
    String base = fingerprints.of(secret("web_pw", "s3cret"));
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;

    assertThat(fingerprints.of(secret("web_pw", "other"))).isNotEqualTo(base);
    assertThat(fingerprints.of(secret("web_other", "s3cret"))).isNotEqualTo(base);
    assertThat(Fingerprints.of(otherKey).of(secret("web_pw", "s3cret"))).isNotEqualTo(base);
    assertThat(
            fingerprints.of(
                new DesiredConfig("web_pw", false, spec(), Optional.of(SecretValue.of("s3cret")))))
        .isNotEqualTo(base);
  }

  @Test
  void aChangedSettingCountsAndTheOrderOfKeysDoesNot() {
    ObjectNode one = spec().put("A", 1).put("B", 2);
    ObjectNode turned = spec().put("B", 2).put("A", 1);

    assertThat(fingerprints.of(new DesiredSecret("x", false, one, Optional.empty())))
        .isEqualTo(fingerprints.of(new DesiredSecret("x", false, turned, Optional.empty())))
        .isNotEqualTo(
            fingerprints.of(new DesiredSecret("x", false, one.put("B", 3), Optional.empty())));
  }

  @Test
  void aShortKeyIsRefused() {
    assertThatThrownBy(() -> Fingerprints.of(new byte[8])).hasMessageContaining("32 bytes");
  }

  private static DesiredSecret secret(String name, String value) {
    return new DesiredSecret(name, false, spec(), Optional.of(SecretValue.of(value)));
  }

  private static ObjectNode spec() {
    return JsonNodeFactory.instance.objectNode();
  }
}
