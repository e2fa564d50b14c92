package skep.runbooks.index.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.runbooks.index.SampleEntries.ALL;
import static skep.runbooks.index.SampleEntries.DISK;
import static skep.runbooks.index.SampleEntries.MODEL;
import static skep.runbooks.index.SampleEntries.NETWORK;
import static skep.runbooks.index.SampleEntries.OTHER_MODEL;
import static skep.runbooks.index.SampleEntries.stamp;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.PassageIndex.Entry;
import skep.runbooks.index.PassageIndex.Generation;
import skep.runbooks.index.PassageIndex.IndexException;

/** The disk does not write, or lost what was written. */
class LuceneFaultsTest {
  @TempDir private Path folder;
  private PassageIndex index;

  @BeforeEach
  void open() {
    index = LucenePassageIndex.in(folder);
  }

  @AfterEach
  void close() {
    index.close();
  }

  private void publish(Embedder.Model model, int number, List<Entry> entries) {
    Generation generation = index.generation(model);
    generation.put(entries);
    generation.publish(stamp(model, number));
  }

  /** The files are named the same each time. */
  private void fill() {
    index.close();
    if (Files.exists(files(MODEL))) {
      Folder.delete(files(MODEL));
    }
    open();
    publish(MODEL, 1, List.of(DISK));
    publish(MODEL, 1, ALL);
    index.generation(MODEL).remove(Set.of(NETWORK.passage().id()));
  }

  private Path files(Embedder.Model model) {
    return Folder.at(folder).generation(model);
  }

  private int found(String words) {
    return index.search(words, Optional.empty(), 10).byWords().size();
  }

  @Test
  void aWriteThatFailedIsToldAndTheNextSyncGoesOnFromWhatWasThere() throws IOException {
    publish(MODEL, 1, List.of(DISK));
    Generation generation = index.generation(MODEL);
    Path away = Files.move(files(MODEL), folder.resolve("away"));

    assertThatThrownBy(() -> generation.put(ALL))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("cannot be written");
    Files.move(away, files(MODEL));
    assertThatThrownBy(() -> generation.put(ALL))
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll("is closed", "the next sync opens it");
    assertThatThrownBy(() -> generation.publish(stamp(MODEL, 2)))
        .isInstanceOf(IndexException.class);
    assertThat(found("images")).isEqualTo(1);

    assertThat(index.generation(MODEL).ids()).containsExactly(DISK.passage().id());
    publish(MODEL, 2, ALL);
    assertThat(index.stamp()).contains(stamp(MODEL, 2));
    assertThat(found("primary")).isEqualTo(1);
  }

  @Test
  void whatCannotBeOpenedAgainIsSearchedAllTheSame() throws IOException {
    publish(MODEL, 1, List.of(DISK));
    Generation generation = index.generation(MODEL);
    Path away = Files.move(files(MODEL), folder.resolve("away"));
    Files.writeString(files(MODEL), "in the way");
    assertThatThrownBy(() -> generation.put(ALL)).isInstanceOf(IndexException.class);

    assertThatThrownBy(() -> index.generation(MODEL))
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll("cannot be written", "SKEP_INDEX_FOLDER");

    assertThat(found("images")).isEqualTo(1);
    Files.delete(files(MODEL));
    Files.move(away, files(MODEL));
    publish(MODEL, 2, ALL);
    assertThat(found("primary")).isEqualTo(1);
  }

  @Test
  void anIndexThatSomebodyDeletedMeanwhileIsMadeAnew() {
    publish(MODEL, 1, ALL);
    Generation generation = index.generation(MODEL);
    Folder.delete(files(MODEL));

    assertThatThrownBy(() -> generation.put(List.of(DISK))).isInstanceOf(IndexException.class);

    assertThat(index.generation(MODEL).ids()).isEmpty();
    assertNothingIsPublished();
    publish(MODEL, 2, ALL);
    assertThat(found("images")).isEqualTo(1);
  }

  private void assertNothingIsPublished() {
    assertThat(index.stamp()).isEmpty();
    assertThat(found("images")).isZero();
    index.close();
    open();
    assertThat(index.stamp()).as("when the program starts again, too").isEmpty();
  }

  @Test
  void anIndexOfWhichAnyFileIsCutOffIsMadeAnew() throws IOException {
    for (String name : names()) {
      fill();
      index.close();
      cut(files(MODEL).resolve(name));

      open();

      assertThat(index.stamp()).as(name).isEmpty();
      assertThat(index.generation(MODEL).ids()).as(name).isEmpty();
      assertNothingIsPublished();
    }
  }

  @Test
  void anIndexOfWhichAnyFileIsMissingIsMadeAnew() throws IOException {
    for (String name : names()) {
      fill();
      index.close();
      Files.delete(files(MODEL).resolve(name));

      open();

      assertThat(index.stamp()).as(name).isEmpty();
      assertNothingIsPublished();
    }
  }

  /** But for the lock, which is empty. */
  private List<String> names() throws IOException {
    fill();
    index.close();
    try (Stream<Path> files = Files.list(files(MODEL))) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("write.lock"))
              .toList();
      assertThat(names).hasSizeGreaterThan(3);
      return names;
    }
  }

  private static void cut(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
  }

  @Test
  void damageOfWhatIsNotPublishedLeavesTheOtherSearched() throws IOException {
    publish(MODEL, 1, ALL);
    index.generation(OTHER_MODEL).put(ALL);
    index.close();
    for (Path file : segments(files(OTHER_MODEL))) {
      cut(file);
    }

    open();

    assertThat(index.generation(OTHER_MODEL).ids()).isEmpty();
    assertThat(index.stamp()).contains(stamp(MODEL, 1));
    assertThat(found("images")).isEqualTo(1);
  }

  private static List<Path> segments(Path files) throws IOException {
    try (Stream<Path> all = Files.list(files)) {
      return all.filter(file -> file.getFileName().toString().startsWith("segments_")).toList();
    }
  }

  @Test
  void aStampThatIsCutOffIsNoneAndThePassagesStay() throws IOException {
    publish(MODEL, 1, ALL);
    index.close();
    cut(folder.resolve("stamp.json"));

    open();

    assertThat(index.stamp()).isEmpty();
    assertThat(index.generation(MODEL).ids()).hasSize(4);
  }
}
