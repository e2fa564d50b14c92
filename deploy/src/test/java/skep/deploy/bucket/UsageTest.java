package skep.deploy.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
  private static final String FIRST = "1a".repeat(32);
  private static final String SECOND = "2b".repeat(32);

  @TempDir private Path folder;
  private LocalFolder objects;

  @BeforeEach
  void open() {
    objects = new LocalFolder(new RepositoryAddress.InFolder(folder));
  }

  private void put(String key, int bytes, String modified) throws IOException {
    objects.put(key, new byte[bytes]);
    Files.setLastModifiedTime(folder.resolve(key), FileTime.from(Instant.parse(modified)));
  }

  @Test
  void bytesAndObjectsAreCountedByFolder() throws IOException {
    put("config", 155, "2026-01-01T00:00:00Z");
    put("keys/" + FIRST, 450, "2026-01-01T00:00:00Z");
    put("data/1a/" + FIRST, 1000, "2026-01-02T00:00:00Z");
    put("data/2b/" + SECOND, 2000, "2026-01-02T00:00:00Z");
    put("index/" + FIRST, 300, "2026-01-02T00:00:00Z");
    put("snapshots/" + FIRST, 200, "2026-01-03T00:00:00Z");
    put("snapshots/" + SECOND, 201, "2026-01-02T00:00:00Z");
    put("locks/" + SECOND, 150, "2026-01-03T00:00:00Z");
    put("skep/heartbeat-core.json", 60, "2026-01-03T00:00:00Z");
    put("notes.txt", 7, "2026-01-03T00:00:00Z");

    Usage usage = Usage.of(objects);

    assertThat(usage.of(RepositoryFolder.DATA)).isEqualTo(new Usage.Amount(2, 3000));
    assertThat(usage.of(RepositoryFolder.INDEX)).isEqualTo(new Usage.Amount(1, 300));
    assertThat(usage.of(RepositoryFolder.CONFIG)).isEqualTo(new Usage.Amount(1, 155));
    assertThat(usage.of(RepositoryFolder.OTHER)).isEqualTo(new Usage.Amount(1, 7));
    assertThat(usage.total()).isEqualTo(new Usage.Amount(10, 4523));
    assertThat(usage.snapshots()).containsExactly(FIRST, SECOND);
    assertThat(usage.newestSnapshot().map(StoredObject::name)).contains(FIRST);
    assertThat(usage.locks()).extracting(StoredObject::name).containsExactly(SECOND);
    assertThat(usage.isRepository()).isTrue();
  }

  @Test
  void anEmptyBucketIsNoRepository() {
    Usage usage = Usage.of(objects);

    assertThat(usage.isRepository()).isFalse();
    assertThat(usage.total()).isEqualTo(Usage.Amount.NONE);
    assertThat(usage.newestSnapshot()).isEmpty();
  }

  @Test
  void whatIsNotNamedByResticIsNoSnapshot() throws IOException {
    put("snapshots/" + FIRST + "-tmp-123", 5, "2026-01-01T00:00:00Z");
    put("snapshots/README", 5, "2026-01-01T00:00:00Z");

    assertThat(Usage.of(objects).snapshots()).isEmpty();
    assertThat(Usage.of(objects).of(RepositoryFolder.SNAPSHOTS)).isEqualTo(new Usage.Amount(2, 10));
  }

  @Test
  void aSnapshotDeletedBehindOurBackIsMissing() {
    Integrity integrity = Integrity.of(List.of(FIRST), Set.of(FIRST, SECOND));

    assertThat(integrity.missing()).containsExactly(SECOND);
    assertThat(integrity.unknown()).isEmpty();
    assertThat(integrity.isWhole()).isFalse();
  }

  @Test
  void aSnapshotSomebodyElseMadeIsUnknownAndHarmless() {
    Integrity integrity = Integrity.of(List.of(FIRST, SECOND), Set.of(FIRST));

    assertThat(integrity.unknown()).containsExactly(SECOND);
    assertThat(integrity.isWhole()).isTrue();
  }

  @Test
  void aHeartbeatThatCannotBeReadIsNone() {
    objects.put(
        Heartbeat.key("core"), "{\"success\":\"yesterday\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(Heartbeat.read(objects, "core")).isEmpty();

    objects.put(Heartbeat.key("core"), new byte[] {0, 1, 2});
    assertThat(Heartbeat.read(objects, "core")).isEmpty();
  }

  @Test
  void aHeartbeatIsPlainJson() {
    assertThat(
            new Heartbeat("core", Instant.parse("2026-11-01T02:15:40Z"), Optional.empty()).json())
        .isEqualTo("{\"source\":\"core\",\"success\":\"2026-11-01T02:15:40Z\"}\n");
    assertThatThrownBy(() -> new Heartbeat("../config", Instant.EPOCH, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'../config' is no name of a source");
  }
}
