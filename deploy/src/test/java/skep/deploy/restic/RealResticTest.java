package skep.deploy.restic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the installed restic answers to Skep's arguments. */
class RealResticTest {
  private static final SnapshotTags TAGS =
      new SnapshotTags("apps", Optional.of("0123abc"), Optional.empty());

  @TempDir private Path folder;
  private Restic restic;
  private Path source;

  @BeforeEach
  void sources() throws IOException {
    restic = Restic.create(folder.resolve("repository"));
    source = Files.createDirectories(folder.resolve("source"));
  }

  private BackupOutput backup(Path... paths) {
    List<String> all = Stream.of(paths).map(Path::toString).toList();
    Restic.Result result = restic.run(ResticArguments.backup("n1", TAGS, List.of("*.tmp"), all));
    var output = new BackupOutput();
    result.lines().forEach(output);
    return output;
  }

  private Snapshot newest() {
    return Snapshot.list(restic.run(ResticArguments.snapshots("apps", "n1")).lines())
        .orElseThrow()
        .entries()
        .getLast();
  }

  private Map<String, LsEntry> listed() {
    List<LsEntry> entries = new ArrayList<>();
    var lines = restic.run(ResticArguments.ls(newest().id())).lines().iterator();
    assertThat(LsEntry.each(lines, entries::add)).isZero();
    return entries.stream().collect(Collectors.toMap(LsEntry::path, entry -> entry));
  }

  @Test
  void aBackupIsFoundAgainUnderItsSourceAndHost() throws IOException {
    Files.writeString(source.resolve("a"), "text");
    Files.writeString(source.resolve("b.tmp"), "left out");

    BackupSummary summary = backup(source).summary().orElseThrow();
    Snapshot snapshot = newest();

    assertThat(summary.totalFiles()).isEqualTo(1);
    assertThat(summary.totalBytes()).isEqualTo(4);
    assertThat(snapshot.isCalled(summary.snapshot())).isTrue();
    assertThat(snapshot.tags()).contains(TAGS);
    assertThat(snapshot.paths()).containsExactly(source.toString());
    assertThat(
            Snapshot.list(restic.run(ResticArguments.snapshots("apps", "n2")).lines())
                .orElseThrow()
                .entries())
        .isEmpty();
  }

  @Test
  void aPathThatIsNotThereIsToldOfThoughResticEndsWithZero() throws IOException {
    Files.writeString(source.resolve("a"), "text");
    Path missing = folder.resolve("missing");

    Restic.Result result =
        restic.run(
            ResticArguments.backup(
                "n1", TAGS, List.of(), List.of(source.toString(), missing.toString())));

    assertThat(result.exit()).isEqualTo(ExitStatus.INCOMPLETE);
    assertThat(backup(source, missing).unreadable().first())
        .containsExactly(new UnreadableFile(missing.toString(), "does not exist"));
    assertThat(
            restic
                .run(ResticArguments.backup("n1", TAGS, List.of(), List.of(missing.toString())))
                .exit())
        .isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void namesWithEverythingSpecialComeBackAsTheyWere() throws IOException {
    List<String> names =
        List.of("a*b[1]?", "aXb1z", "-dash", "new\nline", "back\\slash", "sp ace", "--", "ü");
    for (String name : names) {
      Files.writeString(Files.createDirectories(source.resolve(name)).resolve("f"), name);
    }
    Path dash = source.resolve("-dash");
    backup(source, dash);

    for (String name : names) {
      Path target = folder.resolve("to").resolve(Integer.toString(names.indexOf(name)));
      String wanted = source.resolve(name).toString();
      Restic.Result result =
          restic.run(ResticArguments.restore(newest().id(), List.of(wanted), target.toString()));

      assertThat(result.status()).isZero();
      assertThat(Trees.content(target))
          .containsOnlyKeys(Path.of("/").relativize(source.resolve(name)).resolve("f").toString());
    }
  }

  @Test
  void modesAndTimesAreReadAsTheyAre() throws IOException {
    Path file = Files.writeString(source.resolve("f"), "text");
    Files.setAttribute(file, "unix:mode", 06751);
    Instant time = Instant.parse("2026-01-02T03:04:05.123456789Z");
    Files.setLastModifiedTime(file, FileTime.from(time));
    Files.createSymbolicLink(source.resolve("l"), Path.of("f"));
    Path shared = Files.createDirectory(source.resolve("shared"));
    Files.setAttribute(shared, "unix:mode", 01777);
    backup(source);

    Map<String, LsEntry> listed = listed();

    assertThat(listed.get(file.toString()))
        .isEqualTo(
            new LsEntry(
                file.toString(),
                "file",
                4,
                06751,
                (int) Files.getAttribute(file, "unix:uid"),
                (int) Files.getAttribute(file, "unix:gid"),
                time));
    assertThat(listed.get(source.resolve("l").toString()).type()).isEqualTo("symlink");
    assertThat(listed.get(source.toString()).type()).isEqualTo("dir");
    assertThat(listed.get(shared.toString()).mode()).isEqualTo(01777);
  }

  /** Why what must be evidence is asked for without the cache. */
  @Test
  void whatWasKeptOnTheMachineHidesThatTheRepositoryIsDamaged() throws IOException {
    Files.writeString(source.resolve("a"), "text");
    backup(source);
    List<String> asked = ResticArguments.ls(newest().id());
    for (Path pack : Trees.files(restic.repository().resolve("data"))) {
      byte[] content = Files.readAllBytes(pack);
      content[10] ^= 1;
      pack.toFile().setWritable(true);
      Files.write(pack, content);
    }

    assertThat(restic.run(asked.stream().filter(word -> !word.equals("--no-cache")).toList()))
        .returns(0, Restic.Result::status);
    assertThat(restic.run(asked).exit()).isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void whatChangedAndWhatItTakesIsCounted() throws IOException {
    Files.writeString(source.resolve("a"), "text");
    Files.writeString(source.resolve("c"), "text");
    backup(source);
    Snapshot first = newest();
    Files.writeString(source.resolve("a"), "other text");
    Files.writeString(source.resolve("b"), "more");
    Files.delete(source.resolve("c"));
    backup(source);

    DiffSummary diff =
        DiffSummary.read(restic.run(ResticArguments.diff(first.id(), newest().id())).lines())
            .orElseThrow();
    SizeSummary restored =
        SizeSummary.read(restic.run(ResticArguments.stats(newest().id())).lines()).orElseThrow();
    SizeSummary all = SizeSummary.read(restic.run(ResticArguments.stats()).lines()).orElseThrow();

    assertThat(diff.changedFiles()).isEqualTo(1);
    assertThat(diff.addedFiles()).isEqualTo(1);
    assertThat(diff.removedFiles()).isEqualTo(1);
    assertThat(diff.addedBytes()).isPositive();
    assertThat(restored.bytes()).isEqualTo(14);
    assertThat(all.bytes()).isGreaterThan(14);
    assertThat(all.snapshots()).isEqualTo(2);
  }

  @Test
  void whyARepositoryDoesNotOpenIsTold() {
    var elsewhere = new Restic(folder.resolve("nowhere"));
    var stranger = new Restic(restic.repository(), "another");

    assertThat(restic.run(ResticArguments.catConfig()).exit()).isEqualTo(ExitStatus.DONE);
    assertThat(elsewhere.run(ResticArguments.catConfig()).exit())
        .isEqualTo(ExitStatus.NO_REPOSITORY);
    assertThat(stranger.run(ResticArguments.catConfig()).exit())
        .isEqualTo(ExitStatus.WRONG_PASSWORD);
    assertThat(stranger.run(ResticArguments.snapshots()).exit())
        .isEqualTo(ExitStatus.WRONG_PASSWORD);
  }

  @Test
  void aRepositoryIsMadeOnce() {
    var fresh = new Restic(folder.resolve("fresh"));

    assertThat(fresh.run(ResticArguments.init()).exit()).isEqualTo(ExitStatus.DONE);
    assertThat(fresh.run(ResticArguments.catConfig()).exit()).isEqualTo(ExitStatus.DONE);
    assertThat(fresh.run(ResticArguments.init()).exit()).isEqualTo(ExitStatus.FAILED);
    assertThat(ResticVersion.read(fresh.run(ResticArguments.version()).lines()).orElseThrow())
        .isGreaterThanOrEqualTo(ResticVersion.OLDEST);
  }

  @Test
  void afterPruningTheRepositoryIsWhole() throws IOException {
    Files.writeString(source.resolve("a"), "text");
    backup(source);
    String first = newest().id();
    Files.writeString(source.resolve("a"), "other");
    backup(source);

    restic.run(ResticArguments.forgetIds(List.of(first), false));
    assertThat(restic.run(ResticArguments.prune()).exit()).isEqualTo(ExitStatus.DONE);

    Restic.Result check = restic.run(ResticArguments.check());
    assertThat(CheckReport.of(check.status(), check.lines().iterator()).isHealthy()).isTrue();
  }
}
