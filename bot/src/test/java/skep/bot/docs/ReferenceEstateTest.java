package skep.bot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.estate.Estate;
import skep.deploy.stack.FilesInMemory;

/** The rules a team with a machine for backups begins with. */
class ReferenceEstateTest {
  private static final Path FILE = Path.of("../deploy/reference/skep.yaml");

  @Test
  void itsBackupsAreReadAsTheyStandThere() throws IOException {
    String yaml = Files.readString(FILE).replace("ACCOUNT", "account");
    BackupPolicy policy =
        Estate.read(FilesInMemory.of(Map.of("skep.yaml", yaml))).backup().orElseThrow();

    assertThat(policy.sources()).containsOnlyKeys("core", "volumes", "chat");
    assertThat(policy.sources().get("core").everyNode()).isTrue();
    for (String name : new String[] {"volumes", "chat"}) {
      Source source = policy.sources().get(name);
      assertThat(source.on()).isEqualTo("node.labels.backup==true");
    }
    assertThat(policy.sources().get("chat").probe()).isPresent();
    assertThat(policy.restoreTest()).isPresent();
  }
}
