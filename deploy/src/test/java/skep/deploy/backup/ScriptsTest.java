package skep.deploy.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptsTest {
  @TempDir Path folder;

  /** An engine reads the two streams of a container by themselves, and mixes them up under load. */
  @Test
  void whatResticComplainsOfComesBeforeItsStatusOnTheSameStream() throws Exception {
    restic("echo 'Fatal: unable to create lock' >&2; exit 11");

    List<String> lines = run(Scripts.restic(List.of(List.of("snapshots"), List.of("check"))));

    assertThat(lines)
        .containsExactly(
            "Fatal: unable to create lock",
            "skep:status 11",
            "Fatal: unable to create lock",
            "skep:status 11",
            "skep:end 11");
  }

  private void restic(String script) throws IOException {
    Path program = Files.writeString(folder.resolve("restic"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> run(List<String> command) throws Exception {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    builder.environment().put("ONESHOT_SECRETS", folder.toString());
    Process process = builder.start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    process.waitFor();
    return lines;
  }
}
