package skep.deploy.oneshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class LocalOneShotsTest extends OneShotsContract {
  @TempDir private Path folder;
  private LocalOneShots here;

  @BeforeEach
  void begin() {
    here = new LocalOneShots("here", folder.resolve("secrets"));
  }

  @Override
  void end() {
    assertThat(folder.resolve("secrets")).isEmptyDirectory();
  }

  @Override
  OneShots oneShots() {
    return here;
  }

  @Override
  String image() {
    return "";
  }
}
