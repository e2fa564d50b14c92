package skep.deploy.docker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import skep.deploy.swarm.RegistryCredential;

/** The {@code X-Registry-Auth} header: base64url of a JSON object. Never part of any message. */
final class RegistryAuth {
  private RegistryAuth() {}

  static Map<String, String> header(RegistryCredential credential) {
    return credential
        .login()
        .map(login -> Map.of("X-Registry-Auth", encode(login)))
        .orElse(Map.of());
  }

  private static String encode(RegistryCredential.Login login) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("username", login.user())
            .put("password", new String(login.password().reveal(), StandardCharsets.UTF_8))
            .put("serveraddress", login.registry());
    return Base64.getUrlEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
