package skep.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerHostTest {
  @Test
  void an_empty_environment_means_the_local_socket() {
    assertThat(DockerHost.fromEnvironment(Map.of()).address())
        .hasToString("unix:///var/run/docker.sock");
  }

  @Test
  void tls_takes_its_certificates_from_the_given_folder() {
    var host =
        DockerHost.fromEnvironment(
            Map.of(
                "DOCKER_HOST", "tcp://swarm.example:2376",
                "DOCKER_TLS_VERIFY", "1",
                "DOCKER_CERT_PATH", "/certs"));
    assertThat(host.certificates()).contains(Path.of("/certs"));
  }

  @Test
  void tls_without_a_folder_takes_the_one_of_the_command_line() {
    var host =
        DockerHost.fromEnvironment(
            Map.of(
                "DOCKER_HOST", "tcp://swarm.example:2376",
                "DOCKER_TLS_VERIFY", "1",
                "HOME", "/home/ops"));
    assertThat(host.certificates()).contains(Path.of("/home/ops/.docker"));
  }

  @Test
  void tls_does_not_apply_to_a_socket() {
    assertThat(DockerHost.fromEnvironment(Map.of("DOCKER_TLS_VERIFY", "1")).certificates())
        .isEmpty();
  }

  @Test
  void a_context_is_refused_rather_than_another_engine_taken() {
    assertThatThrownBy(() -> DockerHost.fromEnvironment(Map.of("DOCKER_CONTEXT", "prod")))
        .hasMessageContaining("DOCKER_CONTEXT=prod")
        .hasMessageContaining("set DOCKER_HOST");
  }

  @Test
  void ssh_runs_what_the_command_line_runs() {
    var host = DockerHost.parse("ssh://ops@swarm.example:2222");
    assertThat(SshTunnel.command(host.address()))
        .startsWith("ssh")
        .containsSubsequence("-l", "ops")
        .containsSubsequence("-p", "2222")
        .endsWith("--", "swarm.example", "docker", "system", "dial-stdio");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "swarm.example:2376",
        "http://swarm.example",
        "npipe:////./pipe/docker_engine",
        "tcp://swarm.example",
        "tcp://",
        "unix://var/run/docker.sock",
        "ssh://",
        "ssh://host/path",
        "tcp://a b:1"
      })
  void anything_else_is_refused_with_the_forms_that_work(String text) {
    assertThatThrownBy(() -> DockerHost.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DOCKER_HOST takes unix:///var/run/docker.sock");
  }

  @Test
  void a_password_in_the_address_is_refused_and_not_repeated() {
    assertThatThrownBy(() -> DockerHost.parse("ssh://ops:hunter2@swarm.example"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
  }
}
