package skep.runbooks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFolderTest {
  @TempDir private Path folder;

  @Test
  void itIsMadeForItsOwnerAloneAndFoundAgain() throws IOException {
    Path own = OwnFolder.make(folder.resolve("own"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
    assertThat(OwnFolder.make(own)).isEqualTo(own).isEmptyDirectory();
  }

  @Test
  void oneThatOthersMayWriteToIsRefused() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> OwnFolder.make(open))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("others may write to");
  }

  @Test
  void aLinkToAnotherFolderIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);

    assertThatThrownBy(() -> OwnFolder.make(link)).hasMessageContaining("is no folder");
  }
}
