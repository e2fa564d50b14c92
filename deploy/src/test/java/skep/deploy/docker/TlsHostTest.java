package skep.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;

/** {@code DOCKER_HOST=tcp://…} with certificates on both sides, made by openssl as people do. */
@LabTest
class TlsHostTest {
  private final Path socket;
  private final Lab lab;
  private TestCertificates certificates;
  private TlsRelay relay;
  @TempDir Path folder;

  TlsHostTest(Lab lab) {
    this.lab = lab;
    this.socket = Path.of(lab.dockerHost().replace("unix://", ""));
  }

  @BeforeEach
  void theEngineListensWithTls() throws Exception {
    certificates = new TestCertificates(folder);
    certificates.authority("ours");
    certificates.signed("ours", "server", "127.0.0.1", TestCertificates.Key.RSA);
    relay = TlsRelay.start(certificates.keyStore("ours", "server"), socket);
  }

  @AfterEach
  void stop() throws Exception {
    relay.close();
  }

  private Swarm connect(Path certPath) {
    var host =
        DockerHost.fromEnvironment(
            Map.of(
                "DOCKER_HOST",
                "tcp://127.0.0.1:" + relay.port(),
                "DOCKER_TLS_VERIFY",
                "1",
                "DOCKER_CERT_PATH",
                certPath.toString()));
    return DockerSwarm.connect(host, Duration.ofSeconds(10));
  }

  /** As the Docker command line wants them: ca.pem, cert.pem, key.pem. */
  private Path client(String trusted, String signer, TestCertificates.Key key) throws Exception {
    certificates.signed(signer, "client", "client", key);
    Path path = Files.createDirectories(folder.resolve("client-of-" + signer));
    Files.copy(folder.resolve(trusted + ".pem"), path.resolve("ca.pem"));
    Files.copy(folder.resolve("client.pem"), path.resolve("cert.pem"));
    Files.copy(folder.resolve("client.key"), path.resolve("key.pem"));
    return path;
  }

  @ParameterizedTest
  @EnumSource
  void readsWritesAndFollows(TestCertificates.Key key) throws Exception {
    var name = lab.unique("tls");
    var heard = new CountDownLatch(1);
    try (var swarm = connect(client("ours", "ours", key));
        var _ = swarm.events(Instant.now(), event -> heard.countDown())) {
      assertThat(swarm.nodes()).extracting(node -> node.hostname()).containsExactly("node1");
      var spec = JsonNodeFactory.instance.objectNode().put("Name", name).put("Data", "eA==");
      String id = swarm.createConfig(spec);
      assertThat(swarm.config(name).orElseThrow().data()).asString().isEqualTo("x");
      swarm.removeConfig(id);

      lab.docker("service", "create", "--detach", "--name", name, lab.image("app:1"));
      assertThat(heard.await(30, TimeUnit.SECONDS)).as("an event came").isTrue();
      swarm.removeService(swarm.service(name).orElseThrow().id());
    }
  }

  @Test
  void aServerNobodyVouchesForIsNotSpokenTo() throws Exception {
    certificates.authority("other");
    Path client = client("other", "ours", TestCertificates.Key.RSA);
    assertThatThrownBy(() -> connect(client))
        .isInstanceOf(EngineException.Unreachable.class)
        .hasMessageContaining("certificat");
    assertThat(relay.answered()).isZero();
  }

  @Test
  void aClientTheServerDoesNotKnowIsTurnedAway() throws Exception {
    certificates.authority("other");
    Path client = client("ours", "other", TestCertificates.Key.RSA);
    assertThatThrownBy(() -> connect(client)).isInstanceOf(EngineException.Unreachable.class);
    assertThat(relay.answered()).isZero();
  }

  @Test
  void aServerOfAnotherNameIsNotSpokenTo() throws Exception {
    relay.close();
    certificates.signed("ours", "server", "127.0.0.9", TestCertificates.Key.RSA);
    relay = TlsRelay.start(certificates.keyStore("ours", "server"), socket);
    Path client = client("ours", "ours", TestCertificates.Key.RSA);
    assertThatThrownBy(() -> connect(client))
        .isInstanceOf(EngineException.Unreachable.class)
        .hasMessageContaining("127.0.0.1");
    assertThat(relay.answered()).isZero();
  }

  @Test
  void aMissingKeyIsNamed() throws Exception {
    Path client = client("ours", "ours", TestCertificates.Key.RSA);
    Files.delete(client.resolve("key.pem"));
    assertThatThrownBy(() -> connect(client))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key.pem")
        .hasMessageContaining("DOCKER_CERT_PATH");
  }
}
