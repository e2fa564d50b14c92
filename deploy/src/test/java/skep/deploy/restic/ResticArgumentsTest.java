package skep.deploy.restic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.deploy.estate.BackupPolicy.Keep;

class ResticArgumentsTest {
  private static final String ID =
      "0aa5346e85bf6c16f0967e4a508a6822228bc89f68d1487974be00590f5f032a";

  @Test
  void aBackupHasItsHostItsTagsAndItsPathsBehindTheEndOfOptions() {
    var tags = new SnapshotTags("core", Optional.of("0123abc"), Optional.of("r7"));

    assertThat(
            ResticArguments.backup(
                "node-1", tags, List.of("*.tmp", "-x"), List.of("/opt/a b", "/opt/-c\nd")))
        .containsExactly(
            "backup",
            "--json",
            "--host",
            "node-1",
            "--tag",
            "skep,source=core,commit=0123abc,run=r7",
            "--exclude",
            "*.tmp",
            "--exclude",
            "-x",
            "--",
            "/opt/a b",
            "/opt/-c\nd");
  }

  @Test
  void forgettingIsBoundToOneSourceOnOneHost() {
    assertThat(ResticArguments.forget("core", "node-1", new Keep(7, 0, 12), true))
        .containsExactly(
            "forget",
            "--json",
            "--group-by",
            "host",
            "--tag",
            "skep,source=core",
            "--host",
            "node-1",
            "--keep-daily",
            "7",
            "--keep-monthly",
            "12",
            "--dry-run");
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "-1, 4, 12"})
  void aPolicyThatKeepsNothingOrLessIsRefused(int daily, int weekly, int monthly) {
    assertThatThrownBy(
            () -> ResticArguments.forget("core", "n", new Keep(daily, weekly, monthly), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 7", "8, 7", "1, 257", "1, 0"})
  void aPartThatIsNoneIsRefused(int part, int parts) {
    assertThatThrownBy(() -> ResticArguments.check(part, parts))
        .hasMessageContaining("part %d of %d cannot be read".formatted(part, parts));
    assertThat(ResticArguments.check(2, 7)).containsExactly("check", "--read-data-subset=2/7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "--help", "", "0aa534", "0AA5346E", "../keys/1"})
  void whatIsNoIdNeverReachesRestic(String id) {
    assertThatThrownBy(() -> ResticArguments.ls(id)).hasMessageContaining("is no id of restic");
    assertThatThrownBy(() -> ResticArguments.catLock(id)).hasMessageContaining("no id");
    assertThatThrownBy(() -> ResticArguments.forgetIds(List.of(ID, id), false))
        .hasMessageContaining("no id");
    assertThatThrownBy(() -> ResticArguments.restore(id, List.of(), "/to"))
        .hasMessageContaining("no id");
  }

  @Test
  void pathsToRestoreAreTakenLiterally() {
    assertThat(ResticArguments.restore(ID, List.of("/a*[1]?\\b"), "/to"))
        .containsExactly(
            "restore",
            "--json",
            "--no-cache",
            "--target",
            "/to",
            "--include",
            "/a\\*\\[1\\]\\?\\\\b",
            "--",
            ID);
    assertThatThrownBy(() -> ResticArguments.restore(ID, List.of("a"), "/to"))
        .hasMessage("'a' is no path in a snapshot: those begin with /");
    assertThatThrownBy(() -> ResticArguments.restore(ID, List.of(), "to"))
        .hasMessageContaining("absolute");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "", " ", " a"})
  void aNameThatWouldBeSeveralTagsIsRefused(String name) {
    assertThatThrownBy(() -> new SnapshotTags(name, Optional.empty(), Optional.empty()))
        .hasMessageContaining("cannot be in a tag");
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    var tags = new SnapshotTags("core", Optional.empty(), Optional.empty());

    assertThatThrownBy(() -> ResticArguments.backup("n", tags, List.of(), List.of()))
        .hasMessage("a backup needs the paths it is of");
    assertThatThrownBy(() -> ResticArguments.backup(" ", tags, List.of(), List.of("/a")))
        .hasMessage("a snapshot needs the host it is of");
    assertThatThrownBy(() -> ResticArguments.forgetIds(List.of(), false))
        .hasMessage("no snapshot is named");
  }
}
