package skep.deploy.restic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import skep.deploy.restic.AffectedSnapshots.Cause;
import skep.deploy.restic.DamageSearch.Found;
import skep.deploy.restic.DamageSearch.Run;

/** The steps alone, with answers as restic gives them. What they find is in CorruptionTest. */
class DamageSearchTest {
  private static final String ONE = "1".repeat(64);
  private static final String TWO = "2".repeat(64);
  private static final String LOST = "3".repeat(64);
  private static final String PACK = "a".repeat(64);
  private static final String INDEX = "b".repeat(64);

  private final List<List<String>> asked = new ArrayList<>();
  private final Set<String> failing = new TreeSet<>();
  private String index = "{\"packs\":[]}";
  private List<String> walk = List.of();

  private AffectedSnapshots search(String... check) {
    CheckReport report = CheckReport.of(1, List.of(check).iterator());
    DamageSearch search = DamageSearch.after(report, Set.of(ONE, TWO));
    return run(search);
  }

  private AffectedSnapshots run(DamageSearch search) {
    while (true) {
      switch (search.next()) {
        case Run run -> {
          asked.add(run.arguments());
          String what = String.join(" ", run.arguments());
          boolean fails = failing.stream().anyMatch(what::contains);
          search.answer(fails ? 1 : 0, answer(run.arguments()).iterator());
        }
        case Found(var snapshots) -> {
          return snapshots;
        }
      }
    }
  }

  private List<String> answer(List<String> arguments) {
    return switch (arguments.getFirst() + (arguments.contains("snapshots") ? "s" : "")) {
      case "lists" -> List.of(ONE, TWO);
      case "snapshotss" -> List.of("[" + snapshot(ONE) + "," + snapshot(TWO) + "]");
      case "list" -> List.of(INDEX);
      case "cat" -> List.of(index);
      case "find" -> walk;
      default -> throw new AssertionError(arguments);
    };
  }

  private static String snapshot(String id) {
    return "{\"id\":\"%s\",\"time\":\"2026-01-01T00:00:00Z\"}".formatted(id);
  }

  private static String blob(String id, int offset) {
    return "{\"id\":\"%s\",\"type\":\"data\",\"offset\":%d,\"length\":10}".formatted(id, offset);
  }

  private static String indexOf(List<String> ids) {
    return IntStream.range(0, ids.size())
        .mapToObj(number -> blob(ids.get(number), number * 10))
        .collect(
            Collectors.joining(",", "{\"packs\":[{\"id\":\"" + PACK + "\",\"blobs\":[", "]}]}"));
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj("%064x"::formatted).toList();
  }

  private List<List<String>> asked(String command, String object) {
    return asked.stream()
        .filter(one -> one.getFirst().equals(command) && one.contains(object))
        .toList();
  }

  @Test
  void aHealthyCheckStillLooksWhetherAllSnapshotsAreThere() {
    CheckReport healthy = CheckReport.of(0, List.of("no errors were found").iterator());

    AffectedSnapshots found = run(DamageSearch.after(healthy, Set.of(ONE, TWO, LOST)));

    assertThat(found.causes()).isEqualTo(Map.of(LOST, Cause.LOST));
    assertThat(found.exact()).isTrue();
    assertThat(found.contains(ONE)).isFalse();
    assertThat(asked).hasSize(2);
  }

  @Test
  void ofAPackThatWasCutOffOnlyWhatIsLeftIsRead() {
    index = indexOf(ids(4));

    search("pack " + PACK + ": unexpected file size: got 25, expected 60");

    assertThat(asked("cat", "blob")).hasSize(2);
    assertThat(asked("find", "--blob").getFirst()).endsWith(ids(4).get(2), ids(4).get(3));
  }

  @Test
  void whatTheCheckNamedIsNotReadAgain() {
    index = indexOf(ids(3));

    search("pack " + PACK + " contains 1 errors: [blob " + ids(3).get(1) + ": failed]");

    assertThat(asked("cat", "blob")).extracting(List::getLast).doesNotContain(ids(3).get(1));
    assertThat(asked("find", "--blob").getFirst()).endsWith("--", ids(3).get(1));
  }

  @Test
  void aBlobIsReadForItsStatusAlone() {
    index = indexOf(ids(1));
    DamageSearch search =
        DamageSearch.after(
            CheckReport.of(
                1, List.of("Pack ID does not match, want " + PACK + ", got x").iterator()),
            Set.of());
    while (search.next() instanceof Run run && !run.arguments().contains("blob")) {
      assertThat(run.statusAlone()).isFalse();
      search.answer(0, answer(run.arguments()).iterator());
    }

    assertThat(search.next()).isEqualTo(new Run(ResticArguments.catBlob(ids(1).getFirst()), true));
  }

  @Test
  void ofAPackWithVeryManyBlobsAllCountAsBadWhichIsSaid() {
    index = indexOf(ids(DamageSearch.MOST_READ + 900));
    walk = List.of(" ... in snapshot 11111111 (2026-01-01 00:00:00)");

    AffectedSnapshots found = search("Pack ID does not match, want " + PACK + ", got " + ONE);

    assertThat(asked("cat", "blob")).isEmpty();
    assertThat(asked("find", "--blob")).hasSize(3);
    assertThat(found.causes()).isEqualTo(Map.of(ONE, Cause.DATA));
    assertThat(found.exact()).isFalse();
    assertThat(found.notes())
        .containsExactly("the damaged packs hold 1100 blobs; all of them count as bad");
  }

  @Test
  void aSecondCopyOfBadContentLeavesADoubt() {
    String copied = ids(1).getFirst();
    index =
        "{\"packs\":[{\"id\":\"%s\",\"blobs\":[%s]},{\"id\":\"%s\",\"blobs\":[%s]}]}"
            .formatted(PACK, blob(copied, 0), "c".repeat(64), blob(copied, 0));

    assertThat(search("pack " + PACK + ": does not exist").exact()).isFalse();
  }

  @Test
  void whatCannotBeLookedAtCountsAsAffected() {
    for (String failure : List.of("list snapshots", "snapshots --json", "list index", "find")) {
      failing.clear();
      failing.add(failure);

      AffectedSnapshots found = search("pack " + PACK + ": does not exist");

      assertThat(found.causes()).containsOnlyKeys(ONE, TWO);
      assertThat(found.exact()).isFalse();
      assertThat(found.notes()).isNotEmpty();
    }
  }

  @Test
  void aTreeThatCannotBeLoadedIsToldWithTheWholeId() {
    walk =
        List.of(
            "Unable to load tree " + PACK,
            " ... which belongs to snapshot " + TWO,
            " ... in file / ... in snapshot 11111111 (",
            " ... in snapshot 99999999 (2026-01-01 00:00:00)");

    AffectedSnapshots found = search("error for tree aaaaaaaa:");

    assertThat(found.causes()).isEqualTo(Map.of(TWO, Cause.TREE));
    assertThat(found.exact()).isTrue();
  }

  @Test
  void aDamagedIndexIsNoLossOfDataAndSaysSo() {
    AffectedSnapshots found = search("error: error loading index " + INDEX + ": invalid");

    assertThat(found.causes()).isEqualTo(Map.of(ONE, Cause.UNREADABLE, TWO, Cause.UNREADABLE));
    assertThat(found.notes().getFirst()).contains("no data is lost").contains("repair index");
  }

  @Test
  void aCheckThatBrokeOffProvesNothing() {
    assertThat(search("load indexes").exact()).isFalse();
  }
}
