package skep.runbooks.index.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.runbooks.index.SampleEntries.ALL;
import static skep.runbooks.index.SampleEntries.DISK;
import static skep.runbooks.index.SampleEntries.MODEL;
import static skep.runbooks.index.SampleEntries.OTHER_MODEL;
import static skep.runbooks.index.SampleEntries.stamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.PassageIndex.Candidates;
import skep.runbooks.index.PassageIndex.Generation;
import skep.runbooks.index.PassageIndex.IndexException;
import skep.runbooks.index.PassageIndexContract;
import skep.runbooks.passages.Passage;

class LucenePassageIndexTest extends PassageIndexContract {
  @TempDir private Path folder;

  @Override
  protected PassageIndex open() {
    return LucenePassageIndex.in(folder);
  }

  @Test
  void aFolderThatAnotherProgramHasIsNamedAndFreeWhenThatOneEnds() {
    for (boolean published : List.of(false, true)) {
      if (published) {
        publish(ALL);
      }
      assertThatThrownBy(this::open)
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("another program", folder.toString(), "SKEP_INDEX_FOLDER");
    }

    index().close();
    try (PassageIndex next = open()) {
      assertThat(next.stamp()).contains(stamp(MODEL, 1));
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");

    assertThatThrownBy(() -> LucenePassageIndex.in(file))
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll(file.toString(), "SKEP_INDEX_FOLDER");
  }

  @Test
  void aClosedIndexIsClosedTwiceFindsNothingAndTakesNothing() {
    publish(ALL);
    Generation generation = index().generation(MODEL);

    index().close();
    index().close();

    assertThat(index().stamp()).isEmpty();
    assertThat(index().search("disk", Optional.empty(), 5)).isEqualTo(Candidates.NONE);
    assertThat(index().passages(List.of(DISK.passage().id()))).isEmpty();
    assertRefused(() -> index().generation(MODEL));
    assertRefused(generation::ids);
    assertRefused(() -> generation.put(List.of(DISK)));
    assertRefused(() -> generation.remove(Set.of(DISK.passage().id())));
    assertRefused(() -> generation.publish(stamp(MODEL, 2)));
    reopen();
    assertThat(index().stamp()).contains(stamp(MODEL, 1));
  }

  private static void assertRefused(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void aGenerationThatWasReplacedTakesNothingMore() {
    publish(ALL);
    Generation old = index().generation(MODEL);

    publish(OTHER_MODEL, 2, ALL);

    assertRefused(() -> old.put(List.of(DISK)));
    assertRefused(() -> old.publish(stamp(MODEL, 3)));
    assertThat(index().stamp()).contains(stamp(OTHER_MODEL, 2));
  }

  @Test
  void aPassageWithoutHeadingsComesBackWithoutAny() {
    Passage plain = new Passage("notes/plain.md", List.of(), "", "Only a line about zookeeper.");
    publish(List.of(new PassageIndex.Entry(plain, DISK.vector())));

    assertThat(byWords("zookeeper")).containsExactly(plain);
    assertThat(byHeadings("plain")).containsExactly(plain);
  }
}
