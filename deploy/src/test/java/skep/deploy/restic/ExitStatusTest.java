package skep.deploy.restic;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.restic.ExitStatus.DENIED;
import static skep.deploy.restic.ExitStatus.DONE;
import static skep.deploy.restic.ExitStatus.FAILED;
import static skep.deploy.restic.ExitStatus.INCOMPLETE;
import static skep.deploy.restic.ExitStatus.LOCKED;
import static skep.deploy.restic.ExitStatus.NO_REPOSITORY;
import static skep.deploy.restic.ExitStatus.WRONG_PASSWORD;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExitStatusTest {
  @ParameterizedTest
  @CsvSource({
    "0, DONE",
    "1, FAILED",
    "2, FAILED",
    "3, INCOMPLETE",
    "10, NO_REPOSITORY",
    "11, LOCKED",
    "12, WRONG_PASSWORD",
    "127, NO_RESTIC",
    "130, INTERRUPTED",
    "137, INTERRUPTED",
    "143, INTERRUPTED",
    "13, FAILED",
    "99, FAILED",
    "-1, FAILED",
  })
  void aStatusIsReadAsResticDocumentsItAndAnUnknownOneIsAFailure(int code, ExitStatus status) {
    assertThat(ExitStatus.of(code, List.of())).isEqualTo(status);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("Fatal: wrong password or no key found", WRONG_PASSWORD),
        Arguments.of(
            "{\"message_type\":\"exit_error\",\"code\":1,"
                + "\"message\":\"Fatal: wrong password or no key found\"}",
            WRONG_PASSWORD),
        Arguments.of(
            "unable to create lock in backend: repository is already locked exclusively by PID 6429"
                + " on vm by root (UID 0, GID 0)",
            LOCKED),
        Arguments.of(
            "{\"message_type\":\"exit_error\",\"code\":1,\"message\":\"unable to create lock in"
                + " backend: repository is already locked by PID 1 on a by b (UID 0, GID 0)\\n"
                + "lock was created at …\"}",
            LOCKED),
        Arguments.of(
            "Fatal: unable to open config file: stat /nowhere/config: no such file or directory",
            NO_REPOSITORY),
        Arguments.of(
            "Fatal: unable to open config file: Stat: The specified key does not exist.",
            NO_REPOSITORY),
        Arguments.of(
            "Fatal: unable to open config file: Stat: The specified bucket does not exist",
            NO_REPOSITORY),
        Arguments.of(
            "Fatal: repository does not exist: unable to open config file: stat /a: no such file",
            NO_REPOSITORY),
        Arguments.of("Fatal: unable to open config file: Stat: Access Denied.", DENIED),
        Arguments.of("Fatal: unable to open config file: Stat: Unauthorized", DENIED),
        Arguments.of(
            "Fatal: unable to open config file: Stat: The Access Key Id you provided does not exist"
                + " in our records.",
            DENIED),
        Arguments.of("Fatal: unable to open config file: dial tcp: i/o timeout", FAILED),
        Arguments.of("Fatal: config file has zero size, invalid repository?", FAILED),
        Arguments.of("Fatal: unable to save snapshot: snapshot is empty", FAILED),
        // A file's name says nothing of the run.
        Arguments.of(
            "{\"message_type\":\"error\",\"error\":{},\"during\":\"archival\","
                + "\"item\":\"/a/Fatal: wrong password or no key found\"}",
            FAILED),
        Arguments.of("error: /a/repository is already locked by x: permission denied", FAILED));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void beforeItHadNumbersOfItsOwnResticToldByText(String line, ExitStatus status) {
    assertThat(ExitStatus.of(1, List.of("load indexes", line, ""))).isEqualTo(status);
  }

  @Test
  void aPathOfTheSourceThatIsNotThereIsNoSuccessThoughTheStatusIsZero() {
    assertThat(ExitStatus.of(0, List.of("/opt/new does not exist, skipping")))
        .isEqualTo(INCOMPLETE);
    assertThat(ExitStatus.of(0, List.of("no errors were found"))).isEqualTo(DONE);
  }

  @ParameterizedTest
  @EnumSource
  void everyOneSaysWhatHappenedAndWhatToDo(ExitStatus status) {
    assertThat(status.meaning()).isNotBlank().doesNotEndWith(".");
    assertThat(status.remedy()).isNotBlank().doesNotContain("remove-all");
  }
}
