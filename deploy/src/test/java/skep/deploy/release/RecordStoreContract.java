package skep.deploy.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What Skep relies on in a store of records, whichever it is. */
abstract class RecordStoreContract {
  private static final byte[] DATA = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  /** The store under test; records of other tests may be in it. */
  abstract RecordStore store();

  /** A name and a kind no other test uses. */
  private final String unique = "t" + Long.toString(System.nanoTime(), 36);

  private Map<String, String> labels(String... more) {
    var labels = new java.util.HashMap<String, String>();
    labels.put("skep.record", unique);
    for (int i = 0; i < more.length; i += 2) {
      labels.put(more[i], more[i + 1]);
    }
    return labels;
  }

  @Test
  void whatWasCreatedIsFoundAgain() {
    RecordStore.Stored created = store().create(unique, labels("color", "blue"), DATA);

    RecordStore.Stored found = store().find(unique).orElseThrow();
    assertThat(found.id()).isEqualTo(created.id());
    assertThat(found.version()).isEqualTo(created.version());
    assertThat(found.labels()).isEqualTo(labels("color", "blue"));
    assertThat(found.data()).isEqualTo(DATA);
    assertThat(found.created()).isEqualTo(created.created());
  }

  @Test
  void aNameCanBeTakenOnce() {
    store().create(unique, labels(), DATA);

    assertThatThrownBy(() -> store().create(unique, labels(), DATA))
        .isInstanceOf(RecordStore.NameTakenException.class)
        .hasMessageContaining(unique);
  }

  @Test
  void ofManyCreatorsAtTheSameTimeOneWins() throws Exception {
    Callable<Integer> creator =
        () -> {
          try {
            store().create(unique, labels(), DATA);
            return 1;
          } catch (RecordStore.NameTakenException e) {
            return 0;
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int winners = 0;
      for (var result : threads.invokeAll(java.util.Collections.nCopies(8, creator))) {
        winners += result.get();
      }
      assertThat(winners).isEqualTo(1);
    }
  }

  @Test
  void aNameIsFoundExactlyAndNotByItsStart() {
    store().create(unique + "-10", labels(), DATA);

    assertThat(store().find(unique + "-1")).isEmpty();
  }

  @Test
  void recordsAreListedByAllOfTheirLabels() {
    store().create(unique + "-a", labels("stack", "web", "state", "done"), DATA);
    store().create(unique + "-b", labels("stack", "web", "state", "begun"), DATA);
    store().create(unique + "-c", labels("stack", "api", "state", "done"), DATA);

    assertThat(store().list(labels("stack", "web")))
        .extracting(RecordStore.Stored::name)
        .containsExactlyInAnyOrder(unique + "-a", unique + "-b");
    assertThat(store().list(labels("stack", "web", "state", "done")))
        .extracting(RecordStore.Stored::name)
        .containsExactly(unique + "-a");
  }

  @Test
  void anEmptyLabelValueAsksForAnyValue() {
    store().create(unique + "-a", labels("stack", "web"), DATA);
    store().create(unique + "-b", labels(), DATA);

    assertThat(store().list(labels("stack", "")))
        .extracting(RecordStore.Stored::name)
        .containsExactly(unique + "-a");
  }

  @Test
  void labelsAreReplacedAsAWhole() {
    RecordStore.Stored first = store().create(unique, labels("old", "1"), DATA);

    RecordStore.Stored second = store().relabel(first, labels("new", "2"));

    assertThat(second.labels()).isEqualTo(labels("new", "2"));
    assertThat(second.version()).isGreaterThan(first.version());
    assertThat(store().find(unique).orElseThrow().labels()).isEqualTo(labels("new", "2"));
    assertThat(store().find(unique).orElseThrow().data()).isEqualTo(DATA);
  }

  @Test
  void whoReadBeforeAnotherWroteIsTold() {
    RecordStore.Stored seen = store().create(unique, labels(), DATA);
    store().relabel(seen, labels("by", "first"));

    assertThatThrownBy(() -> store().relabel(seen, labels("by", "second")))
        .isInstanceOf(RecordStore.MovedException.class);
    assertThat(store().find(unique).orElseThrow().labels()).containsEntry("by", "first");
  }

  @Test
  void ofManyWritersOfTheSameVersionOneWins() throws Exception {
    RecordStore.Stored seen = store().create(unique, labels(), DATA);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers =
          java.util.stream.IntStream.range(0, 8)
              .mapToObj(i ->
                  (Callable<Integer>)
                      () -> {
                        try {
                          store().relabel(seen, labels("by", Integer.toString(i)));
                          return 1;
                        } catch (RecordStore.MovedException e) {
                          return 0;
                        }
                      })
              .toList();
      int winners = 0;
      for (var result : threads.invokeAll(writers)) {
        winners += result.get();
      }
      assertThat(winners).isEqualTo(1);
    }
  }

  @Test
  void aRemovedRecordIsGoneAndRemovingItAgainIsNoError() {
    RecordStore.Stored created = store().create(unique, labels(), DATA);
    store().remove(created);
    store().remove(created);

    assertThat(store().find(unique)).isEmpty();
    assertThatThrownBy(() -> store().relabel(created, labels()))
        .isInstanceOf(RecordStore.MovedException.class);
  }

  @Test
  void theNameOfARemovedRecordIsFree() {
    store().remove(store().create(unique, labels(), DATA));
    RecordStore.Stored second = store().create(unique, labels("n", "2"), DATA);

    assertThat(store().find(unique).orElseThrow().id()).isEqualTo(second.id());
  }

  @Test
  void dataUpToTheBoundIsKeptAndDataBeyondItIsRefused() {
    byte[] most = new byte[RecordStore.MAX_BYTES];
    Arrays.fill(most, (byte) 'x');
    store().create(unique + "-most", labels(), most);

    assertThat(store().find(unique + "-most").orElseThrow().data()).isEqualTo(most);
    assertThatThrownBy(
            () -> store().create(unique + "-more", labels(), new byte[RecordStore.MAX_BYTES + 1]))
        .isInstanceOf(RecordStore.TooLargeException.class)
        .hasMessageContaining("1,000,001");
    assertThat(store().find(unique + "-more")).isEmpty();
  }
}
