package skep.secrets.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://git.example.org/ops/estate.git, https://git.example.org:-1",
    "https://Git.Example.org/ops/estate.git, https://git.example.org:-1",
    "https://somebody@git.example.org/ops/estate.git, https://git.example.org:-1",
    "http://git.example.org/ops/estate.git, http://git.example.org:-1",
    "https://git.example.org:8443/ops/estate.git, https://git.example.org:8443",
    "ssh://git@git.example.org/ops/estate.git, ssh://git.example.org:-1",
    "git@git.example.org:ops/estate.git, ssh://git.example.org:-1",
    "https://git.example.org?@other.example.org/estate.git, https://other.example.org:-1",
    "https://git.example.org#@other.example.org/estate.git, https://other.example.org:-1",
  })
  void aLoginIsForWhomItIsSentTo(String address, String server) {
    assertThat(RepositoryAddress.parse(address).server()).contains(server);
  }

  @Test
  void whatCanBeNoPathIsRefusedLikeAnyOtherText() {
    assertThatThrownBy(() -> RepositoryAddress.parse("no\0path"))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("neither a directory nor a repository's URL");
  }

  @Test
  void whatIsOnThisMachineHasNoServer(@TempDir Path folder) {
    assertThat(RepositoryAddress.parse(folder.toString()).server()).isEmpty();
    assertThat(RepositoryAddress.parse("file://" + folder).server()).isEmpty();
  }
}
