package skep.deploy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.backup.board.Board;
import skep.deploy.backup.board.BoardInput;
import skep.deploy.backup.board.Row;
import skep.deploy.backup.board.State;
import skep.deploy.estate.BackupPolicy;

/** From damage in the repository to what the board says is the newest good snapshot. */
final class DamagedRepositoryTest {
  @TempDir private Path folder;
  private LocalBackups local;
  private List<String> snapshots;

  @BeforeEach
  void threeNights() {
    local = new LocalBackups(folder);
    local.write("every-night", "the same");
    // Of one real day only the last snapshot would stay; to another policy nobody has agreed yet.
    snapshots =
        Stream.of(7, 6, 5)
            .map(keep -> {
              local.write("tonight", ("night " + keep).repeat(50_000));
              return local
                  .done(RunKind.BACKUP, "core", local.policy(new BackupPolicy.Keep(keep, 4, 12)))
                  .entries()
                  .getFirst()
                  .snapshot();
            })
            .toList();
  }

  @Test
  void aByteThatChangedIsFoundWithinOneCycleWithTheSnapshotItIsIn() throws IOException {
    Path newest = newestPack();
    byte[] content = Files.readAllBytes(newest);
    content[100] ^= 1;
    newest.toFile().setWritable(true);
    Files.write(newest, content);

    List<Report> cycle = List.of(local.done(RunKind.CHECK), local.done(RunKind.CHECK));

    assertThat(cycle).as("%s", cycle).anyMatch(report -> !report.isGood());
    assertThat(history().broken()).containsExactly(snapshots.get(2));
    assertThat(row().state()).isEqualTo(State.DAMAGED);
    assertThat(row().good().map(Entry::snapshot)).contains(snapshots.get(1));
  }

  @Test
  void aSnapshotThatIsGoneIsMissedAlsoAfterAnotherBackup() throws IOException {
    Path object = folder.resolve("repository/snapshots").resolve(snapshots.get(1));
    Files.delete(object);
    local.done(RunKind.BACKUP, "core", local.policy(new BackupPolicy.Keep(4, 4, 12)));

    Report check = local.done(RunKind.CHECK);

    assertThat(check.isGood()).isFalse();
    assertThat(check.notes())
        .anyMatch(
            note -> note.startsWith(snapshots.get(1).substring(0, 8)) && note.contains("gone"));
    assertThat(history().broken()).containsExactly(snapshots.get(1));
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

  /** Of what the last night brought; the largest is the one with the files. */
  private Path newestPack() throws IOException {
    try (Stream<Path> packs = Files.walk(folder.resolve("repository/data"))) {
      List<Path> all = packs.filter(Files::isRegularFile).toList();
      Comparator<Path> age = Comparator.comparingLong(path -> path.toFile().lastModified());
      long last = all.stream().max(age).orElseThrow().toFile().lastModified();
      return all.stream()
          .filter(path -> path.toFile().lastModified() > last - 500)
          .max(Comparator.comparingLong(path -> path.toFile().length()))
          .orElseThrow();
    }
  }
}
