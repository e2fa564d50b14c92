package skep.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;

/**
 * {@code DOCKER_HOST=ssh://…} through the real ssh, to a server of this process: installing the
 * real one would leave a machine with a door open.
 */
@LabTest
class SshHostTest {
  private final Lab lab;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private SshServer server = SshServer.setUpDefaultServer();
  private int port;
  @TempDir Path folder;

  SshHostTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void aMachineWithTheEngine() throws Exception {
    for (String key : List.of("host", "operator", "stranger")) {
      run("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", folder.resolve(key).toString());
    }
    server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(new FileKeyPairProvider(folder.resolve("host")));
    server.setPublickeyAuthenticator(
        new AuthorizedKeysAuthenticator(folder.resolve("operator.pub")));
    server.setCommandFactory((channel, command) -> {
      asked.add(command);
      return ProcessShellCommandFactory.INSTANCE.createCommand(
          channel, "env DOCKER_HOST=%s %s".formatted(lab.dockerHost(), command));
    });
    server.start();
    port = server.getPort();
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(true);
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
    assertThat(asked).isNotEmpty().allMatch("docker system dial-stdio"::equals);
  }

  @Test
  void aMachineThatIsNotTheKnownOneIsNotSpokenTo() throws Exception {
    try (var tunnel = tunnel("root", "operator", "stranger.pub")) {
      assertThatThrownBy(() -> connect(tunnel)).isInstanceOf(EngineException.Unreachable.class);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void aKeyTheMachineDoesNotKnowIsTurnedAway() throws Exception {
    try (var tunnel = tunnel("root", "stranger", "host.pub")) {
      assertThatThrownBy(() -> connect(tunnel)).isInstanceOf(EngineException.Unreachable.class);
    }
    assertThat(asked).isEmpty();
  }
}
