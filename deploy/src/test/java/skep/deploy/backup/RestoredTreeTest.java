package skep.deploy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.release.Release.Actor;

/** What comes back is what was there. */
final class RestoredTreeTest {
  private static final String WHAT = "unix:mode,uid,gid,nlink,lastModifiedTime,size";

  @TempDir private Path folder;

  @Test
  void modesOwnersTimesLinksAndAttributesComeBack() throws IOException {
    LocalBackups local = new LocalBackups(folder);
    local.write("plain", "text");
    local.write("a folder/with space", "x");
    Path data = local.data;
    Files.createLink(data.resolve("hard"), data.resolve("plain"));
    Files.createSymbolicLink(data.resolve("soft"), Path.of("a folder/with space"));
    Files.createSymbolicLink(data.resolve("dangling"), Path.of("nowhere"));
    Files.createDirectory(data.resolve("empty"));
    Files.setPosixFilePermissions(
        data.resolve("plain"), PosixFilePermissions.fromString("rw-r-x--x"));
    Files.setAttribute(data.resolve("a folder"), "unix:uid", 4711);
    Files.setAttribute(data.resolve("a folder"), "unix:gid", 4712);
    Files.getFileAttributeView(data.resolve("plain"), UserDefinedFileAttributeView.class)
        .write("origin", ByteBuffer.wrap("a test".getBytes(StandardCharsets.UTF_8)));
    try (var sparse =
        Files.newByteChannel(
            data.resolve("sparse"),
            java.nio.file.StandardOpenOption.CREATE_NEW,
            java.nio.file.StandardOpenOption.WRITE)) {
      sparse.position(5_000_000);
      sparse.write(ByteBuffer.wrap(new byte[] {1}));
    }
    Files.setLastModifiedTime(
        data.resolve("plain"), FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z")));
    Files.setLastModifiedTime(
        data.resolve("empty"), FileTime.from(Instant.parse("2002-03-04T05:06:07Z")));
    String snapshot = local.done(RunKind.BACKUP).entries().getFirst().snapshot();
    Path target = folder.resolve("back");
    Run run = local.run(RunKind.RESTORE, "core");
    local.backups.begin(run);

    Report report =
        local.backups.restore(
            run,
            new Restore(
                "core",
                snapshot,
                "",
                LocalBackups.HOST,
                target.toString(),
                new Actor("u2", "ben"),
                "",
                local.now.get()),
            Watch.NONE);

    assertThat(report.isGood()).as("%s", report).isTrue();
    Path restored = Path.of(target.toString(), data.toString());
    assertThat(tree(restored)).isEqualTo(tree(data));
    assertThat(
            Files.getFileAttributeView(
                    restored.resolve("plain"), UserDefinedFileAttributeView.class)
                .list())
        .contains("origin");
    assertThat(Files.isSameFile(restored.resolve("plain"), restored.resolve("hard"))).isTrue();
    try (Stream<Path> all = Files.walk(target)) {
      assertThat(all.map(path -> path.getFileName().toString())).doesNotContain("skep-manifest");
    }
  }

  /** Everything below, by name: what it is and what it holds. */
  private static Map<String, List<String>> tree(Path root) throws IOException {
    Map<String, List<String>> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        Map<String, Object> facts =
            new TreeMap<>(Files.readAttributes(path, WHAT, LinkOption.NOFOLLOW_LINKS));
        boolean link = Files.isSymbolicLink(path);
        String content =
            link
                ? Files.readSymbolicLink(path).toString()
                : Files.isRegularFile(path)
                    ? Integer.toString(java.util.Arrays.hashCode(Files.readAllBytes(path)))
                    : "";
        tree.put(root.relativize(path).toString(), List.of(facts.toString(), content));
      }
    }
    return tree;
  }
}
