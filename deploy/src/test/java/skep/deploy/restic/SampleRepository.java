package skep.deploy.restic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Four snapshots of each of two hosts. They share a file; each has one of its own, which the next
 * has too, and the one after has no more.
 */
final class SampleRepository {
  private static final int SNAPSHOTS = 4;

  /**
   * What a snapshot is of, and what its backup added to the repository.
   *
   * @param content of the folder at that time
   * @param dataPack file of the repository; {@code treePack} and {@code index} likewise
   */
  record Made(
      String id,
      Path folder,
      Map<String, String> content,
      Path dataPack,
      Path treePack,
      Path index) {}

  private final Path sources;
  private final Restic restic;
  private final Random random = new Random(5);
  private final Map<String, Made> made = new LinkedHashMap<>();

  SampleRepository(Path folder) throws IOException {
    sources = folder.resolve("sources");
    restic = Restic.create(folder.resolve("repository"));
    for (int i = 1; i <= SNAPSHOTS; i++) {
      for (String host : List.of("n1", "n2")) {
        made.put(host + "-" + i, backup(host, i));
      }
    }
  }

  Path folder() {
    return restic.repository();
  }

  /**
   * @param name {@code n1-3}
   */
  Made made(String name) {
    return made.get(name);
  }

  List<Made> all() {
    return List.copyOf(made.values());
  }

  Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    made.values().forEach(one -> ids.add(one.id()));
    return ids;
  }

  private Made backup(String host, int number) throws IOException {
    Path source = sources.resolve(host);
    write(source.resolve("etc/common"), bytes("the same everywhere"));
    write(source.resolve("etc/deep/conf-" + number), bytes(host + " " + number));
    byte[] data = new byte[20_000];
    random.nextBytes(data);
    write(source.resolve("data/" + number), data);
    Files.deleteIfExists(source.resolve("data/" + (number - 2)));
    List<Path> before = Trees.files(folder());
    String id = id(restic.runUnlocked(backup(host, source, number)));
    List<Path> added = new ArrayList<>(Trees.files(folder()));
    added.removeAll(before);
    Path index = in(added, "index").getFirst();
    String treePack = treePack(index);
    return new Made(
        id,
        source,
        Trees.content(source),
        named(added, treePack, false),
        named(added, treePack, true),
        folder().relativize(index));
  }

  private static List<String> backup(String host, Path source, int day) {
    var tags = new SnapshotTags("apps", Optional.of("0123abc"), Optional.empty());
    return Restic.with(
        ResticArguments.backup(host, tags, List.of(), List.of(source.toString())),
        "--no-cache",
        "--time",
        "2026-01-0%d 02:00:00".formatted(day));
  }

  private String id(Restic.Result backup) {
    var output = new BackupOutput();
    backup.lines().forEach(output);
    String brief = output.summary().orElseThrow().snapshot();
    return Snapshot.list(restic.runUnlocked(ResticArguments.snapshots()).lines())
        .orElseThrow()
        .entries()
        .stream()
        .filter(snapshot -> snapshot.isCalled(brief))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private String treePack(Path index) {
    String id = index.getFileName().toString();
    return IndexedBlob.read(restic.runUnlocked(ResticArguments.catIndex(id)).lines())
        .orElseThrow()
        .filter(IndexedBlob::tree)
        .findFirst()
        .orElseThrow()
        .pack();
  }

  private Path named(List<Path> added, String name, boolean same) {
    return in(added, "data").stream()
        .filter(file -> file.getFileName().toString().equals(name) == same)
        .map(folder()::relativize)
        .findFirst()
        .orElseThrow();
  }

  private List<Path> in(List<Path> files, String folder) {
    return files.stream().filter(file -> file.startsWith(folder().resolve(folder))).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
