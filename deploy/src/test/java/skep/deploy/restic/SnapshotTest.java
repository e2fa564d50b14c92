package skep.deploy.restic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final String ID =
      "0aa5346e85bf6c16f0967e4a508a6822228bc89f68d1487974be00590f5f032a";

  private static String json(String more) {
    return "{\"time\":\"2026-11-29T09:13:19.967310802+01:00\",\"tree\":\"54af\",\"paths\":[\"/a\"],"
        + "\"hostname\":\"n1\",\"username\":\"root\",\"id\":\""
        + ID
        + "\",\"short_id\":\"0aa5346e\""
        + more
        + "}";
  }

  private static Snapshot only(String json) {
    return Snapshot.list(List.of("[" + json + "]")).orElseThrow().entries().getFirst();
  }

  @Test
  void oneOfSkepsHasItsSource() {
    Snapshot snapshot =
        only(json(",\"tags\":[\"skep\",\"source=apps\",\"commit=abc\",\"run=r1\"]"));

    assertThat(snapshot)
        .isEqualTo(
            new Snapshot(
                ID,
                Instant.parse("2026-11-29T08:13:19.967310802Z"),
                "n1",
                List.of("/a"),
                "54af",
                Optional.of(new SnapshotTags("apps", Optional.of("abc"), Optional.of("r1"))),
                Optional.empty()));
    assertThat(snapshot.source()).contains("apps");
    assertThat(snapshot.brief()).isEqualTo("0aa5346e");
  }

  @Test
  void somebodyElsesHasNone() {
    assertThat(only(json("")).source()).isEmpty();
    assertThat(only(json(",\"tags\":null")).source()).isEmpty();
    assertThat(only(json(",\"tags\":[\"source=apps\"]")).source()).isEmpty();
    assertThat(only(json(",\"tags\":[\"skep\",\"source=a,b\"]")).source()).isEmpty();
  }

  @Test
  void newerOnesSayWhatTheirBackupDid() {
    BackupSummary summary =
        only(json(
                ",\"program_version\":\"restic 0.18.0\",\"summary\":{\"backup_start\":"
                    + "\"2026-01-01T00:00:00Z\",\"backup_end\":\"2026-01-01T00:00:03Z\","
                    + "\"total_files_processed\":9,\"total_bytes_processed\":90}"))
            .summary()
            .orElseThrow();

    assertThat(summary.totalFiles()).isEqualTo(9);
    assertThat(summary.totalBytes()).isEqualTo(90);
    assertThat(summary.took()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void itIsCalledByItsWholeIdOrItsBeginning() {
    Snapshot snapshot = only(json(""));

    assertThat(snapshot.isCalled("0aa5346e")).isTrue();
    assertThat(snapshot.isCalled(ID)).isTrue();
    assertThat(snapshot.isCalled("0aa5346f")).isFalse();
    assertThat(snapshot.isCalled("")).isFalse();
  }

  @Test
  void whatResticWritesAroundTheListIsSkippedAndCounted() {
    var listing =
        Snapshot.list(
                List.of(
                    "could not load snapshot 3f9a4df4: load <snapshot/3f9a4df4b7>: invalid data",
                    "[0:00] 100.00%  6 / 6 snapshots",
                    "[" + json("") + ",{\"id\":\"no id\"},7]",
                    "trailing"))
            .orElseThrow();

    assertThat(listing.entries()).hasSize(1);
    assertThat(listing.skipped()).isEqualTo(5);
  }

  @Test
  void aListThatBreaksOffIsNone() {
    assertThat(Snapshot.list(List.of("[" + json("") + ",{\"id\":"))).isEmpty();
    assertThat(Snapshot.list(List.of("[" + json("")))).isEmpty();
    assertThat(Snapshot.list(List.of("", "Fatal: no"))).isEmpty();
    assertThat(Snapshot.list(List.of("[]")).orElseThrow().entries()).isEmpty();
  }

  @Test
  void eightThousandAreReadFromOneLine() {
    String all =
        IntStream.range(0, 8_000)
            .mapToObj(number -> json(",\"tags\":[\"skep\",\"source=s%d\"]".formatted(number % 20)))
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(Snapshot.list(List.of(all)).orElseThrow().entries())
        .hasSize(8_000)
        .extracting(snapshot -> snapshot.source().orElseThrow())
        .contains("s0", "s19");
  }
}
