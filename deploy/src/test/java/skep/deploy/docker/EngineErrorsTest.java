package skep.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.deploy.swarm.EngineException;

class EngineErrorsTest {
  private final EngineErrors errors = new EngineErrors(new ObjectMapper());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | rpc error: code = Unknown desc = update out of sequence | Moved",
        "409 | update out of sequence | Moved",
        "409 | rpc error: code = AlreadyExists desc = name conflicts with an existing object: service web already exists | NameTaken",
        "409 | network with name web already exists | NameTaken",
        "400 | rpc error: code = InvalidArgument desc = secret 'key' is in use by the following service: web | InUse",
        "403 | error while removing network: network web id 1 has active endpoints | InUse",
        "404 | service web not found | NotFound",
        "500 | rpc error: code = DeadlineExceeded desc = context deadline exceeded | NoQuorum",
        "500 | rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. | NoQuorum",
        "500 | rpc error: code = Aborted desc = node lost leader status | NoQuorum",
        "503 | The swarm does not have a leader | NoQuorum",
        "503 | This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. | Rejected",
        "400 | invalid memory value 1048576: Must be at least 4MiB | Rejected",
        "500 | something new | Rejected"
      })
  void each_answer_is_the_case_a_caller_treats(int status, String message, String expected) {
    var body = "{\"message\":\"" + message + "\"}";
    var error = errors.toException(status, body.getBytes(StandardCharsets.UTF_8));
    assertThat(error.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(error).hasMessage(message);
  }

  @Test
  void a_registry_that_does_not_answer_says_nothing_about_managers() {
    var body = "{\"message\":\"Get https://registry.example/v2/: context deadline exceeded\"}";
    assertThat(errors.toRegistryException(500, body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(EngineException.Rejected.class);
  }

  @Test
  void an_answer_that_is_no_json_is_shown_as_it_is_and_bounded() {
    var page = "<html>bad gateway</html>".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    assertThat(errors.toException(502, page).getMessage())
        .startsWith("<html>bad gateway")
        .hasSizeLessThan(2_100);
    assertThat(errors.toException(500, new byte[0])).hasMessageContaining("without saying why");
  }
}
