package skep.bot.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.bot.dispatch.ChatUnreachableException;
import skep.secrets.redaction.SecretValue;

/** Nobody has a role the server did not plainly say they have. */
class RoleLookUpTest {
  private HttpServer server;
  private RocketChat chat;
  private volatile int status = 200;
  private volatile String answer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/users.info",
        exchange -> {
          try (exchange) {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    chat = RocketChat.open(RocketChatOptions.of(url, "bot1", SecretValue.of("token")));
  }

  @AfterEach
  void stop() {
    chat.close();
    server.stop(0);
  }

  @Test
  void theRolesOfAPersonAreThoseTheServerNames() {
    answer = "{'success':true,'user':{'_id':'u1','roles':['user','admin']}}".replace('\'', '"');
    assertThat(chat.roles("u1")).contains(Set.of("user", "admin"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "200 | {'success':true,'user':{'_id':'u1'}}",
        "200 | {'success':true,'user':{'roles':'admin'}}",
        "200 | {'success':true}",
        "200 | {'success':false,'error':'no','errorType':'error-not-allowed'}",
        "400 | {'success':false,'error':'User not found.','errorType':'error-invalid-user'}",
        "403 | {'success':false,'error':'User does not have the permissions [error-unauthorized]'}",
      })
  void whereTheBotMayNotReadThemNobodyHasAny(int code, String body) {
    status = code;
    answer = body.replace('\'', '"');
    assertThat(chat.roles("u1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | {}",
        "502 | <html>bad gateway</html>",
        "503 | ",
        "200 | <html>sign in to the guest network</html>",
      })
  void aServerThatCannotSayIsNoAnswer(int code, String body) {
    status = code;
    answer = body == null ? "" : body;
    assertThatThrownBy(() -> chat.roles("u1")).isInstanceOf(ChatUnreachableException.class);
  }
}
