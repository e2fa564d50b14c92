package skep.deploy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.backup.board.Board;
import skep.deploy.backup.board.BoardInput;
import skep.deploy.backup.board.Row;
import skep.deploy.backup.board.State;
import skep.deploy.estate.BackupPolicy;

/**
 * From damage in the repository to what the board says is the newest good snapshot. Which snapshots
 * each kind of damage harms is judged in full beside restic's own arguments; here it goes all the
 * way, for those kinds restic does not ask for again and again for minutes (packs that are cut off
 * or gone).
 */
final class DamagedRepositoryTest {
  @TempDir private Path folder;

  /**
   * What a backup made.
   *
   * @param pack the one with the file's content
   * @param index that names it
   */
  private record Night(String snapshot, Path pack, Path index) {}

  /** Something that happens to the files of a repository. */
  private interface Damage {
    void act(List<Night> nights) throws IOException;
  }

  /**
   * @param harmed nights whose snapshot cannot be restored any more
   */
  private record Kind(String name, Damage damage, List<Integer> harmed) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("a byte of a pack", nights -> flip(nights.get(2).pack()), List.of(2)),
          new Kind(
              "an index that is gone", nights -> Files.delete(nights.get(2).index()), List.of(2)),
          new Kind(
              "two packs in each other's place",
              nights -> swap(nights.get(0).pack(), nights.get(2).pack()),
              List.of(0, 2)));

  private static void flip(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[100] ^= 1;
    Files.write(file, content);
  }

  private static void swap(Path one, Path other) throws IOException {
    byte[] content = Files.readAllBytes(one);
    Files.write(one, Files.readAllBytes(other));
    Files.write(other, content);
  }

  /** A repository with the backups of three nights. */
  private static final class Nights {
    private final LocalBackups local;
    private final List<Night> made = new ArrayList<>();

    Nights(Path folder) throws IOException {
      local = new LocalBackups(folder);
      local.write("every-night", "the same");
      // Of one day only the last snapshot would stay; to another policy nobody has agreed yet.
      for (int keep : List.of(7, 6, 5)) {
        local.write("tonight", ("night " + keep).repeat(50_000));
        made.add(backedUp(new BackupPolicy.Keep(keep, 4, 12)));
      }
    }

    private Night backedUp(BackupPolicy.Keep keep) throws IOException {
      Set<Path> before = Set.copyOf(files());
      Report report = local.done(RunKind.BACKUP, "core", local.policy(keep));
      List<Path> added = files().stream().filter(file -> !before.contains(file)).toList();
      added.forEach(file -> assertThat(file.toFile().setWritable(true)).isTrue());
      return new Night(
          report.entries().getFirst().snapshot(), largest(added, "data"), largest(added, "index"));
    }

    private List<Path> files() throws IOException {
      try (Stream<Path> all = Files.walk(local.folder.resolve("repository"))) {
        return all.filter(Files::isRegularFile).toList();
      }
    }

    private Path largest(List<Path> files, String of) {
      return files.stream()
          .filter(file -> file.startsWith(local.folder.resolve("repository").resolve(of)))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }

    private History history() {
      return local.backups.histories().get("core");
    }

    private Row row() {
      BoardInput.Source expected =
          new BoardInput.Source(
              "core", Set.of(LocalBackups.HOST), Optional.empty(), Optional.empty());
      return Board.of(
              new BoardInput(
                  List.copyOf(local.backups.histories().values()),
                  List.of(expected),
                  local.now.get()))
          .rows()
          .getFirst();
    }
  }

  @Test
  void eachKindIsFoundWithinOneCycleAndTheBoardNamesTheNewestGoodOne() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Kind>> all = new ArrayList<>();
      for (Kind kind : KINDS) {
        Nights nights = new Nights(folder.resolve(kind.name()));
        kind.damage().act(nights.made);
        all.add(() -> found(kind, nights));
      }
      for (var one : threads.invokeAll(all)) {
        assertThat(one.get()).isIn(KINDS);
      }
    }
  }

  private static Kind found(Kind kind, Nights nights) {
    List<Report> cycle =
        List.of(nights.local.done(RunKind.CHECK), nights.local.done(RunKind.CHECK));

    List<String> broken =
        kind.harmed().stream().map(nights.made::get).map(Night::snapshot).toList();
    assertThat(cycle).as(kind.name()).anyMatch(report -> !report.isGood());
    assertThat(nights.history().broken())
        .as(kind.name())
        .containsExactlyInAnyOrderElementsOf(broken);
    for (String snapshot : broken) {
      assertThat(cycle)
          .as(kind.name())
          .anyMatch(report ->
              report.notes().stream().anyMatch(note -> note.startsWith(snapshot.substring(0, 8))));
    }
    int good =
        Stream.of(2, 1, 0)
            .filter(night -> !kind.harmed().contains(night))
            .findFirst()
            .orElseThrow();
    assertThat(nights.row().good().map(Entry::snapshot))
        .as(kind.name())
        .contains(nights.made.get(good).snapshot());
    assertThat(nights.row().state() == State.DAMAGED).as(kind.name()).isEqualTo(good != 2);
    return kind;
  }

  @Test
  void aSnapshotThatIsGoneIsMissedAlsoAfterAnotherBackup() throws IOException {
    Nights nights = new Nights(folder);
    String gone = nights.made.get(1).snapshot();
    Files.delete(folder.resolve("repository/snapshots").resolve(gone));
    nights.local.done(RunKind.BACKUP, "core", nights.local.policy(new BackupPolicy.Keep(4, 4, 12)));

    Report check = nights.local.done(RunKind.CHECK);

    assertThat(check.isGood()).isFalse();
    assertThat(check.notes())
        .anyMatch(note -> note.startsWith(gone.substring(0, 8)) && note.contains("gone"));
    assertThat(nights.history().broken()).containsExactly(gone);
  }
}
