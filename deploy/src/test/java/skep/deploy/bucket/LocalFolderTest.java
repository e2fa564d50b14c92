package skep.deploy.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFolderTest extends RepositoryObjectsContract {
  @TempDir private Path folder;
  private RepositoryObjects objects;

  @BeforeEach
  void open() {
    objects = new LocalFolder(new RepositoryAddress.InFolder(folder));
  }

  @Override
  protected RepositoryObjects objects() {
    return objects;
  }

  @Override
  protected Path folder() {
    return folder;
  }

  @Override
  protected RepositoryObjects nowhere() {
    return new LocalFolder(new RepositoryAddress.InFolder(folder.resolve("gone")));
  }

  @Test
  void nothingOfAPutIsLeftBesideTheObject() throws IOException {
    objects.put("skep/heartbeat-core.json", new byte[] {1});

    try (Stream<Path> files = Files.list(folder.resolve("skep"))) {
      assertThat(files).containsExactly(folder.resolve("skep/heartbeat-core.json"));
    }
  }

  @Test
  void aHalfWrittenObjectIsNotListed() throws IOException {
    Files.createDirectories(folder.resolve("skep"));
    Files.write(folder.resolve("skep/.skep-123"), new byte[] {1});

    assertThat(Usage.of(objects).total()).isEqualTo(Usage.Amount.NONE);
  }

  @Test
  void aFileWhereAFolderHasToBeIsNotWrittenOver() throws IOException {
    Files.write(folder.resolve("skep"), new byte[] {1});

    assertThatThrownBy(() -> objects.put("skep/heartbeat-core.json", new byte[] {2}))
        .isInstanceOf(BucketException.class)
        .hasMessageContaining("writing");
    assertThat(Files.readAllBytes(folder.resolve("skep"))).containsExactly(1);
  }

  @Test
  void aFolderHasNoRulesAndCostsNoRequests() {
    objects.put("config", new byte[] {1});

    assertThat(objects.settings()).isEqualTo(BucketSettings.NONE);
    assertThat(objects.requests()).isEqualTo(Requests.NONE);
    assertThat(List.of(objects.settings().lifecycle().known()).getFirst()).contains(List.of());
  }
}
