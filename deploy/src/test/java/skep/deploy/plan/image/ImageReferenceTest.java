package skep.deploy.plan.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String SHA =
      "sha256:a086e45831d21256f9e4953b0d766eaa6e7869bb61f76658a0e92258602046cd";

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io, library/nginx, nginx:latest",
    "nginx:1.27, docker.io, library/nginx, nginx:1.27",
    "docker.io/library/nginx, docker.io, library/nginx, nginx:latest",
    "index.docker.io/team/app, docker.io, team/app, team/app:latest",
    "team/app:2, docker.io, team/app, team/app:2",
    "localhost/app, localhost, app, localhost/app:latest",
    "localhost:5000/app, localhost:5000, app, localhost:5000/app:latest",
    "ghcr.io/a/b/c:x, ghcr.io, a/b/c, ghcr.io/a/b/c:x"
  })
  void readsWhatDockerReads(String written, String registry, String repository, String tagged) {
    ImageReference image = ImageReference.parse(written);

    assertThat(image.registry()).isEqualTo(registry);
    assertThat(image.repository()).isEqualTo(repository);
    assertThat(image.tagged()).isEqualTo(tagged);
    assertThat(image.pinnedTo(SHA)).isEqualTo(tagged + "@" + SHA);
  }

  @ParameterizedTest
  @CsvSource({"nginx@", "nginx:1@"})
  void aDigestWrittenInTheFileStays(String written) {
    ImageReference image = ImageReference.parse(written + SHA);

    assertThat(image.isPinned()).isTrue();
    assertThat(image.tagged()).isEqualTo(written + SHA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Nginx", "a b", "nginx:", "nginx@sha256:12", "host.example/", "../x"})
  void refusesWhatIsNoReference(String written) {
    assertThatThrownBy(() -> ImageReference.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("image reference");
  }
}
