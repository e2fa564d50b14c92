package skep.deploy.restic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The real restic on damaged repositories. All are looked at side by side: of an object that is not
 * there restic 0.14 asks for 42 seconds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorruptionTest {
  private static final int PARTS = 2;

  @TempDir private static Path folder;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Corruption, Case> cases = new EnumMap<>(Corruption.class);
  private SampleRepository sample;

  /** What is found out of one damaged repository. */
  private record Case(
      Future<CheckReport> structure,
      List<Future<CheckReport>> cycle,
      Future<Restic.Result> snapshots,
      Future<Set<String>> broken) {
    List<CheckReport> reports() throws Exception {
      List<CheckReport> reports = new ArrayList<>(List.of(structure.get()));
      for (var part : cycle) {
        reports.add(part.get());
      }
      return reports;
    }
  }

  @BeforeAll
  void damage() throws IOException {
    sample = new SampleRepository(folder);
    for (Corruption corruption : Corruption.values()) {
      Restic restic = corruption.copy(sample, folder.resolve(corruption.name()));
      List<Future<CheckReport>> cycle = new ArrayList<>();
      for (int part = 1; part <= PARTS; part++) {
        List<String> arguments = ResticArguments.check(part, PARTS);
        cycle.add(threads.submit(() -> check(restic, arguments)));
      }
      cases.put(
          corruption,
          new Case(
              threads.submit(() -> check(restic, ResticArguments.check())),
              cycle,
              threads.submit(() -> restic.runUnlocked(ResticArguments.readableSnapshots())),
              threads.submit(() -> broken(restic))));
    }
  }

  @AfterAll
  void end() {
    threads.shutdownNow();
  }

  private static CheckReport check(Restic restic, List<String> arguments) {
    Restic.Result result = restic.runUnlocked(Restic.with(arguments, "--no-cache"));
    return CheckReport.of(result.status(), result.lines().iterator());
  }

  /** The truth: each is restored, and held against what was backed up. */
  private Set<String> broken(Restic restic) throws Exception {
    Map<String, Future<Boolean>> restored = new TreeMap<>();
    for (var made : sample.all()) {
      restored.put(made.id(), threads.submit(() -> isRestored(restic, made)));
    }
    Set<String> broken = new TreeSet<>();
    for (var one : restored.entrySet()) {
      if (!one.getValue().get()) {
        broken.add(one.getKey());
      }
    }
    return broken;
  }

  private static boolean isRestored(Restic restic, SampleRepository.Made made) throws IOException {
    Path target =
        restic.repository().resolveSibling("restored-" + restic.repository().getFileName());
    Path to = target.resolve(made.id());
    var result = restic.runUnlocked(ResticArguments.restore(made.id(), List.of(), to.toString()));
    Path copy = to.resolve(Path.of("/").relativize(made.folder()));
    return result.status() == 0 && Trees.content(copy).equals(made.content());
  }

  private AffectedSnapshots search(Restic restic, CheckReport report) {
    DamageSearch search = DamageSearch.after(report, sample.ids());
    while (true) {
      switch (search.next()) {
        case DamageSearch.Run run -> {
          Restic.Result result = restic.runUnlocked(run.arguments());
          search.answer(result.status(), result.lines().iterator());
        }
        case DamageSearch.Found(var snapshots) -> {
          return snapshots;
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isSeenByACheckOfTheStructureOrWithinOneCycleOfReadingTheData(Corruption corruption)
      throws Exception {
    Case one = cases.get(corruption);

    assertThat(one.structure().get().isHealthy()).isNotEqualTo(corruption.seenByStructure);
    assertThat(one.structure().get().isDamaged()).isEqualTo(corruption.seenByStructure);
    assertThat(one.reports().stream().anyMatch(CheckReport::isDamaged))
        .isEqualTo(corruption.seenByData);
    assertThat(one.reports())
        .allSatisfy(report -> assertThat(report.isHealthy()).isNotEqualTo(report.isDamaged()));
  }

  @ParameterizedTest
  @EnumSource
  void theListOfSnapshotsIsNoEvidenceOfAnything(Corruption corruption) throws Exception {
    Restic.Result result = cases.get(corruption).snapshots().get();

    assertThat(result.status()).isZero();
    assertThat(Snapshot.list(result.lines()).orElseThrow().entries())
        .hasSize(sample.all().size() - (corruption.name().startsWith("SNAPSHOT") ? 1 : 0));
  }

  @ParameterizedTest
  @EnumSource
  void exactlyTheSnapshotsThatCannotBeRestoredAreFound(Corruption corruption) throws Exception {
    Case one = cases.get(corruption);
    Restic restic = new Restic(folder.resolve(corruption.name()));
    Set<String> found = new TreeSet<>();
    for (CheckReport report : one.reports()) {
      AffectedSnapshots affected = search(restic, report);
      assertThat(affected.exact()).isEqualTo(report.indexes().isEmpty());
      found.addAll(affected.causes().keySet());
    }

    assertThat(found).isEqualTo(one.broken().get());
    assertThat(found.isEmpty()).isEqualTo(corruption == Corruption.BYTE_IN_LIST_OF_PACK);
    assertThat(found.size() == sample.all().size())
        .isEqualTo(corruption == Corruption.BYTE_IN_INDEX);
  }
}
