package skep.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;

/** {@code DOCKER_HOST=ssh://…} through the real ssh and the real sshd. */
@LabTest
class SshHostTest {
  private final Lab lab;
  private final int port;
  private Process sshd;
  @TempDir Path folder;

  SshHostTest(Lab lab) throws IOException {
    this.lab = lab;
    try (var free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
    this.sshd = new ProcessBuilder("true").start();
  }

  @BeforeEach
  void aMachineWithTheEngine() throws Exception {
    for (String key : List.of("host", "operator", "stranger")) {
      run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve(key).toString());
    }
    Files.copy(folder.resolve("operator.pub"), folder.resolve("authorized"));
    Files.createDirectories(Path.of("/run/sshd"));
    Files.writeString(
        folder.resolve("sshd"),
        """
        ListenAddress 127.0.0.1:%d
        HostKey %s
        AuthorizedKeysFile %s
        PidFile none
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        PermitRootLogin prohibit-password
        SetEnv DOCKER_HOST=%s
        """
            .formatted(
                port, folder.resolve("host"), folder.resolve("authorized"), lab.dockerHost()));
    sshd =
        new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", folder.resolve("sshd").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("sshd.log").toFile())
            .start();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::listens);
  }

  @AfterEach
  void stop() throws InterruptedException {
    sshd.destroy();
    sshd.waitFor();
  }

  private boolean listens() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  /** What the address makes of itself, with this test's key and known hosts instead of ours. */
  private SshTunnel tunnel(String user, String key, String knownHost) throws IOException {
    Path hosts = folder.resolve("known-" + knownHost);
    Files.writeString(
        hosts, "[127.0.0.1]:%d %s".formatted(port, Files.readString(folder.resolve(knownHost))));
    Path configuration = folder.resolve("ssh-" + key + knownHost);
    Files.writeString(
        configuration,
        "IdentityFile %s\nIdentitiesOnly yes\nUserKnownHostsFile %s\nGlobalKnownHostsFile none\nStrictHostKeyChecking yes\n"
            .formatted(folder.resolve(key), hosts));
    URI address = DockerHost.parse("ssh://%s@127.0.0.1:%d".formatted(user, port)).address();
    var command = new ArrayList<>(SshTunnel.command(address));
    command.addAll(1, List.of("-F", configuration.toString()));
    return SshTunnel.open(command);
  }

  private static Swarm connect(SshTunnel tunnel) {
    return DockerSwarm.connect(
        DockerHost.parse(tunnel.address().toString()), Duration.ofSeconds(15));
  }

  @Test
  void readsWritesAndFollows() throws Exception {
    var name = lab.unique("ssh");
    var heard = new CountDownLatch(1);
    try (var tunnel = tunnel("root", "operator", "host.pub");
        var swarm = connect(tunnel);
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
  void aMachineThatIsNotTheKnownOneIsNotSpokenTo() throws Exception {
    try (var tunnel = tunnel("root", "operator", "stranger.pub")) {
      assertThatThrownBy(() -> connect(tunnel)).isInstanceOf(EngineException.Unreachable.class);
    }
    assertThat(Files.readString(folder.resolve("sshd.log"))).doesNotContain("Accepted publickey");
  }

  @Test
  void aKeyTheMachineDoesNotKnowIsTurnedAway() throws Exception {
    try (var tunnel = tunnel("root", "stranger", "host.pub")) {
      assertThatThrownBy(() -> connect(tunnel)).isInstanceOf(EngineException.Unreachable.class);
    }
    assertThat(Files.readString(folder.resolve("sshd.log"))).doesNotContain("Accepted publickey");
  }
}
