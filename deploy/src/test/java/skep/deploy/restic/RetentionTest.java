package skep.deploy.restic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.estate.BackupPolicy.Keep;

/** Fourteen months of daily snapshots, by the real restic. */
class RetentionTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-01-01");
  private static final LocalDate LAST = LocalDate.parse("2026-02-28");
  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  @TempDir private static Path folder;
  private static Path source;

  @BeforeAll
  static void months() throws Exception {
    source = Files.createDirectories(folder.resolve("source"));
    Files.writeString(source.resolve("file"), "content");
    Restic restic = Restic.create(folder.resolve("repository"));
    List<Callable<Integer>> backups = new ArrayList<>();
    for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
      backups.add(backup(restic, "apps", "n1", day.atTime(2, 15)));
      if (day.getDayOfMonth() % 10 == 0 || day.equals(LAST)) {
        backups.add(backup(restic, "apps", "n1", day.atTime(17, 0)));
      }
      if (day.isAfter(LAST.minusDays(20))) {
        backups.add(backup(restic, "core", "n1", day.atTime(3, 0)));
        backups.add(backup(restic, "apps", "n2", day.atTime(3, 0)));
      }
    }
    assertThat(backups.getFirst().call()).isZero(); // The others have its files already.
    try (var threads = Executors.newFixedThreadPool(6)) {
      for (var result : threads.invokeAll(backups.subList(1, backups.size()))) {
        assertThat(result.get()).isZero();
      }
    }
  }

  private static Callable<Integer> backup(
      Restic restic, String name, String host, LocalDateTime time) {
    var tags = new SnapshotTags(name, Optional.empty(), Optional.empty());
    List<String> arguments =
        ResticArguments.backup(host, tags, List.of(), List.of(source.toString()));
    return () ->
        restic
            .runUnlocked(
                Restic.with(arguments, "--no-cache", "--force", "--time", WRITTEN.format(time)))
            .status();
  }

  private static Restic copy(String name) throws IOException {
    Path to = folder.resolve(name);
    Trees.copy(folder.resolve("repository"), to);
    return new Restic(to);
  }

  private static List<Snapshot> snapshots(Restic restic) {
    return Snapshot.list(restic.runUnlocked(ResticArguments.readableSnapshots()).lines())
        .orElseThrow()
        .entries();
  }

  private static boolean isOf(Snapshot snapshot, String name, String host) {
    return snapshot.source().equals(Optional.of(name)) && snapshot.host().equals(host);
  }

  private static LocalDate day(Snapshot snapshot) {
    return snapshot.time().atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** The rule, read independently of restic: the last snapshot of each of the newest periods. */
  private static Set<Instant> kept(List<Snapshot> all, Keep keep) {
    Set<Instant> kept = new TreeSet<>();
    kept.addAll(lastOf(all, RetentionTest::day, keep.daily()));
    kept.addAll(
        lastOf(
            all,
            one ->
                day(one).get(IsoFields.WEEK_BASED_YEAR) * 100
                    + day(one).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
            keep.weekly()));
    kept.addAll(lastOf(all, one -> YearMonth.from(day(one)), keep.monthly()));
    return kept;
  }

  private static <P extends Comparable<? super P>> Set<Instant> lastOf(
      List<Snapshot> all, Function<Snapshot, P> period, int most) {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                period,
                Collectors.mapping(Snapshot::time, Collectors.maxBy(Comparator.naturalOrder()))))
        .entrySet()
        .stream()
        .sorted(
            Comparator.comparing(
                (Map.Entry<P, Optional<Instant>> entry) -> entry.getKey(),
                Comparator.reverseOrder()))
        .limit(most)
        .map(entry -> entry.getValue().orElseThrow())
        .collect(Collectors.toSet());
  }

  private static Set<Instant> times(List<Snapshot> snapshots) {
    return snapshots.stream().map(Snapshot::time).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void sevenDaysFourWeeksAndTwelveMonthsStayAndNothingOfOtherSourcesAndHostsGoes()
      throws IOException {
    Restic restic = copy("forget");
    List<Snapshot> before = snapshots(restic);
    List<Snapshot> ours = before.stream().filter(one -> isOf(one, "apps", "n1")).toList();
    Set<Instant> kept = kept(ours, Keep.DEFAULT);
    assertThat(ours).hasSizeGreaterThan(424);
    // Seven days, two more Sundays, ten more ends of months: the newest week and month are days.
    assertThat(kept).hasSizeBetween(19, 21);

    Restic.Result result = restic.run(ResticArguments.forget("apps", "n1", Keep.DEFAULT, false));

    List<Snapshot> after = snapshots(restic);
    assertThat(result.exit()).isEqualTo(ExitStatus.DONE);
    assertThat(times(after.stream().filter(one -> isOf(one, "apps", "n1")).toList()))
        .isEqualTo(kept);
    assertThat(after.stream().filter(one -> !isOf(one, "apps", "n1")))
        .hasSize(40)
        .containsAll(before.stream().filter(one -> !isOf(one, "apps", "n1")).toList());
  }

  @Test
  void aDryRunNamesWhatWouldGoAndRemovesNothing() throws IOException {
    Restic restic = copy("dry-run");
    List<Snapshot> before = snapshots(restic);

    List<RetentionGroup> groups =
        RetentionGroup.list(
                restic.run(ResticArguments.forget("apps", "n1", Keep.DEFAULT, true)).lines())
            .orElseThrow()
            .entries();

    assertThat(groups).hasSize(1);
    RetentionGroup group = groups.getFirst();
    assertThat(group.host()).isEqualTo("n1");
    List<Snapshot> ours = before.stream().filter(one -> isOf(one, "apps", "n1")).toList();
    assertThat(times(group.keep())).isEqualTo(kept(ours, Keep.DEFAULT));
    Set<Snapshot> all = new HashSet<>(group.keep());
    all.addAll(group.remove());
    assertThat(all).hasSize(ours.size()).containsAll(ours);
    assertThat(snapshots(restic)).hasSameSizeAs(before);
  }

  @Test
  void onlyWhatIsNamedGoesWhereSnapshotsAreNamed() throws IOException {
    Restic restic = copy("named");
    List<Snapshot> before = snapshots(restic);
    List<String> named = List.of(before.get(3).id(), before.get(200).id());

    assertThat(restic.run(ResticArguments.forgetIds(named, true)).status()).isZero();
    assertThat(snapshots(restic)).hasSameSizeAs(before);
    assertThat(restic.run(ResticArguments.forgetIds(named, false)).status()).isZero();

    assertThat(snapshots(restic))
        .hasSize(before.size() - 2)
        .noneMatch(snapshot -> named.contains(snapshot.id()));
  }

  @Test
  void whereNoSnapshotIsOfTheSourceThereIsNothingToRead() throws IOException {
    Restic.Result result =
        copy("none").run(ResticArguments.forget("none", "n1", Keep.DEFAULT, true));

    assertThat(result.status()).isZero();
    assertThat(RetentionGroup.list(result.lines())).isEmpty();
  }
}
