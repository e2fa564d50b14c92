package skep.bot.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.time.Instant;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class RestCallsTest {
  private static IOException handshake(Exception cause) {
    IOException failed = new SSLHandshakeException("PKIX path validation failed");
    failed.initCause(new CertPathValidatorException("validity check failed", cause));
    return failed;
  }

  @Test
  void whatIsWrongWithACertificateIsSaidInWords() {
    assertThat(RestCalls.words(handshake(new CertificateExpiredException("NotAfter: yesterday"))))
        .isEqualTo("its TLS certificate has expired: renew it");
    assertThat(RestCalls.words(handshake(new CertPathBuilderException("unable to find"))))
        .contains("nobody this machine trusts");
    assertThat(RestCalls.words(new IOException("connection refused")))
        .isEqualTo("connection refused");
  }

  @Test
  void datesAreReadInEveryFormAndZone() {
    Instant noon = Instant.parse("2026-11-25T12:00:00Z");
    JsonNodeFactory json = JsonNodeFactory.instance;
    assertThat(Dates.parse(json.textNode("2026-11-25T12:00:00.000Z"))).contains(noon);
    assertThat(Dates.parse(json.textNode("2026-11-25T14:00:00+02:00"))).contains(noon);
    assertThat(Dates.parse(json.objectNode().put("$date", noon.toEpochMilli()))).contains(noon);
    assertThat(Dates.parse(json.numberNode(noon.toEpochMilli()))).contains(noon);
    assertThat(Dates.parse(json.textNode("yesterday"))).isEmpty();
    assertThat(Dates.parse(json.missingNode())).isEmpty();
  }
}
