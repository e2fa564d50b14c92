package skep.bot.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.secrets.redaction.SecretValue;

/** Chat servers with real certificates that no client should take. */
class CertificatesTest {
  private static final String PASSWORD = "only-of-this-test";

  @TempDir Path folder;

  @BeforeEach
  void authority() throws IOException, InterruptedException {
    keytool(
        "ca",
        "-genkeypair",
        "-alias",
        "ca",
        "-dname",
        "CN=Test CA",
        "-keyalg",
        "EC",
        "-ext",
        "bc:c");
    keytool("ca", "-exportcert", "-alias", "ca", "-file", file("ca.crt"));
    keytool("trust", "-importcert", "-alias", "ca", "-noprompt", "-file", file("ca.crt"));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void keytool(String store, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-storetype", "PKCS12", "-keystore", file(store), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** A key for this machine's address, certified by the authority from then on for so many days. */
  private void certify(String from, String days) throws IOException, InterruptedException {
    keytool("server", "-genkeypair", "-alias", "server", "-dname", "CN=chat", "-keyalg", "EC");
    keytool("server", "-certreq", "-alias", "server", "-file", file("server.csr"));
    keytool(
        "ca",
        "-gencert",
        "-alias",
        "ca",
        "-startdate",
        from,
        "-validity",
        days,
        "-ext",
        "san=ip:127.0.0.1",
        "-infile",
        file("server.csr"),
        "-outfile",
        file("server.crt"));
    keytool("server", "-importcert", "-alias", "ca", "-noprompt", "-file", file("ca.crt"));
    keytool("server", "-importcert", "-alias", "server", "-noprompt", "-file", file("server.crt"));
  }

  private KeyStore store(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private HttpsServer serve() throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store("server"), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"_id\":\"b\",\"username\":\"skep\",\"success\":true}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private OkHttpClient trusting() throws IOException, GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store("trust"));
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManager[] managers = trust.getTrustManagers();
    context.init(null, managers, null);
    return new OkHttpClient.Builder()
        .sslSocketFactory(context.getSocketFactory(), (X509TrustManager) managers[0])
        .build();
  }

  private Throwable asking(OkHttpClient http) throws IOException, GeneralSecurityException {
    HttpsServer server = serve();
    try {
      URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
      RocketChatOptions options = RocketChatOptions.of(address, "b", SecretValue.of("token"));
      return catchThrowable(() -> new RocketChatRest(new RestCalls(http, options)).me());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void oneThatHasExpiredIsSaidToBeRenewed() throws Exception {
    certify("-10d", "5");
    assertThat(asking(trusting()))
        .isInstanceOf(RocketChatException.Unreachable.class)
        .hasMessageContaining("its TLS certificate has expired: renew it");
  }

  @Test
  void oneOfAnAuthorityNobodyTrustsIsSaidToBeThat() throws Exception {
    certify("-1d", "5");
    assertThat(asking(new OkHttpClient()))
        .isInstanceOf(RocketChatException.Unreachable.class)
        .hasMessageContaining("signed by nobody this machine trusts");
  }

  @Test
  void oneThatIsGoodIsTaken() throws Exception {
    certify("-1d", "5");
    assertThat(asking(trusting())).isNull();
  }
}
