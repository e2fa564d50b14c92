package skep.deploy.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Skep relies on in the objects of a repository, wherever they lie. */
public abstract class RepositoryObjectsContract {
  private static final byte[] CONTENT = "{\"a\":\"ä\"}\n".getBytes(UTF_8);
  private static final String ID = "4f".repeat(32);

  /** An empty repository that is there. */
  protected abstract RepositoryObjects objects();

  /** The folder its objects are files of. */
  protected abstract Path folder();

  private void place(String key, byte[] content) throws IOException {
    Files.createDirectories(folder().resolve(key).getParent());
    Files.write(folder().resolve(key), content);
  }

  /** One that is not there at all. */
  protected abstract RepositoryObjects nowhere();

  private List<String> keys(String prefix) {
    List<String> keys = new ArrayList<>();
    objects().list(prefix, object -> keys.add(object.key()));
    return keys;
  }

  @Test
  void whatWasPutIsReadAgain() {
    objects().put("skep/heartbeat-core.json", CONTENT);

    assertThat(objects().read("skep/heartbeat-core.json")).contains(CONTENT);
    assertThat(objects().require("skep/heartbeat-core.json")).isEqualTo(CONTENT);
  }

  @Test
  void aSecondPutReplacesTheFirst() {
    objects().put("skep/heartbeat-core.json", CONTENT);
    objects().put("skep/heartbeat-core.json", new byte[0]);

    assertThat(objects().read("skep/heartbeat-core.json").orElseThrow()).isEmpty();
    assertThat(keys("skep/")).containsExactly("skep/heartbeat-core.json");
  }

  @Test
  void anObjectIsFoundWithItsSizeAndItsTime() {
    Instant before = Instant.now();
    objects().put("snapshots/" + ID, CONTENT);

    StoredObject found = objects().find("snapshots/" + ID).orElseThrow();
    assertThat(found.key()).isEqualTo("snapshots/" + ID);
    assertThat(found.name()).isEqualTo(ID);
    assertThat(found.size()).isEqualTo(CONTENT.length);
    assertThat(Duration.between(before, found.modified()).abs()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(objects().find("locks/" + ID)).isEmpty();
    assertThat(objects().read("locks/" + ID)).isEmpty();
    assertThatThrownBy(() -> objects().require("locks/" + ID))
        .isInstanceOf(BucketException.Missing.class)
        .hasMessageContaining("there is no locks/" + ID)
        .hasMessageContaining("/backup status");
  }

  @Test
  void aFolderIsNoObject() {
    objects().put("data/4f/" + ID, CONTENT);

    assertThat(objects().find("data/4f")).isEmpty();
    assertThat(objects().read("data/4f")).isEmpty();
  }

  @Test
  void deletingALockLeavesTheOthers() {
    objects().put("locks/" + ID, CONTENT);
    objects().put("locks/" + "5a".repeat(32), CONTENT);

    objects().delete("locks/" + ID);

    assertThat(keys("locks/")).containsExactly("locks/" + "5a".repeat(32));
  }

  @Test
  void deletingWhatIsGoneIsNoError() {
    objects().delete("locks/" + ID);

    assertThat(objects().find("locks/" + ID)).isEmpty();
  }

  @Test
  void aListingHasWhatBeginsWithThePrefixAndNothingElse() {
    List.of("config", "data/4f/a", "data/5a/b", "database/c", "index/d")
        .forEach(key -> objects().put(key, CONTENT));

    assertThat(keys("data/")).containsExactlyInAnyOrder("data/4f/a", "data/5a/b");
    assertThat(keys("data")).containsExactlyInAnyOrder("data/4f/a", "data/5a/b", "database/c");
    assertThat(keys("data/4")).containsExactly("data/4f/a");
    assertThat(keys("snapshots/")).isEmpty();
    assertThat(keys("")).hasSize(5);
  }

  @Test
  void aListingIsNotCutAtAPage() throws IOException {
    for (int i = 0; i < 1234; i++) {
      place("data/%02x/%04d".formatted(i % 256, i), new byte[] {1, 2});
    }

    assertThat(keys("data/")).hasSize(1234).doesNotHaveDuplicates();
    assertThat(Usage.of(objects()).of(RepositoryFolder.DATA))
        .isEqualTo(new Usage.Amount(1234, 2468));
  }

  @Test
  void oddNamesAreTakenAsTheyAre() {
    List<String> odd = List.of("skep/a b+c&d=é%20.json", "skep/-leading-dash", "skep/*?'\"");
    odd.forEach(key -> objects().put(key, CONTENT));

    assertThat(keys("skep/")).containsExactlyInAnyOrderElementsOf(odd);
    assertThat(odd).allSatisfy(key -> assertThat(objects().read(key)).contains(CONTENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../config", "/config", "data//x", "locks/", "a/./b", "a\nb"})
  void aKeyThatLeadsElsewhereIsRefused(String key) {
    assertThatThrownBy(() -> objects().delete(key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no key of an object in a repository");
    assertThatThrownBy(() -> objects().read(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> objects().put(key, CONTENT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void largeObjectsAreNeitherPutNorReadWhole() {
    byte[] most = new byte[RepositoryObjects.MOST_BYTES];
    objects().put("data/4f/" + ID, most);

    assertThat(objects().read("data/4f/" + ID)).contains(most);
    assertThatThrownBy(() -> objects().put("data/4f/" + ID, new byte[most.length + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 1048576");
  }

  @Test
  void nothingIsUnfinishedWhereNothingWasBegun() {
    assertThat(objects().unfinished()).isEmpty();
  }

  @Test
  void abortingWhatIsGoneIsNoError() {
    objects()
        .abort(
            new UnfinishedUpload("data/4f/" + ID, "gone", Optional.empty(), OptionalLong.empty()));

    assertThat(objects().unfinished()).isEmpty();
  }

  @Test
  void settingsThatCannotBeKnownAreNoError() {
    assertThat(BucketRules.check("", objects().settings()))
        .noneMatch(finding -> finding.weight() == Finding.Weight.BREAKS);
  }

  @Test
  void aHeartbeatIsReadAsItWasWritten() {
    var heartbeat =
        new Heartbeat(
            "core",
            Instant.parse("2026-11-01T02:15:40Z"),
            Optional.of(Instant.parse("2026-11-02T03:15:00Z")));

    heartbeat.write(objects());

    assertThat(Heartbeat.read(objects(), "core")).contains(heartbeat);
    assertThat(Heartbeat.read(objects(), "apps")).isEmpty();
    assertThat(Usage.of(objects()).folders().keySet()).containsExactly(RepositoryFolder.SKEP);
  }

  /** An S3 server may answer a delete, and a list of uploads, without looking for the bucket. */
  @Test
  void whereThereIsNoRepositoryEveryReadAndWriteSaysSo() {
    Map<String, ThrowingCallable> calls =
        Map.of(
            "list", () -> nowhere().list("", _ -> {}),
            "find", () -> nowhere().find("config"),
            "read", () -> nowhere().read("config"),
            "put", () -> nowhere().put("skep/x", CONTENT));

    calls.forEach((name, call) ->
        assertThat(catchThrowable(call))
            .as(name)
            .isInstanceOf(BucketException.NoBucket.class)
            .hasMessageContaining("there is no")
            .hasMessageContaining("correct backup.repository"));
  }
}
