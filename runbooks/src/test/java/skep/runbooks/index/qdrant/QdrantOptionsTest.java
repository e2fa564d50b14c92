package skep.runbooks.index.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QdrantOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "https://qdrant.example.org, https://qdrant.example.org:6334",
    "http://qdrant/, http://qdrant:6334",
    "HTTP://10.0.0.3:16334, http://10.0.0.3:16334",
    "http://[fd00::3]:6334, http://[fd00::3]:6334",
    "http://qdrant.infra:6334/, http://qdrant.infra:6334"
  })
  void anAddressHasAHostAndMayHaveAPort(String given, String understood) {
    assertThat(QdrantOptions.at(given, Optional.empty()).address()).isEqualTo(understood);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "qdrant",
        "qdrant:6334",
        "grpc://qdrant",
        "https://",
        "https://qdrant/collections",
        "https://qdrant?api-key=hunter2",
        "https://user:hunter2@qdrant",
        "https://hunter2@qdrant:6334",
        "https://qdrant :6334",
        "https://qdr|nt:6334",
        "https://qdrant:port"
      })
  void whatIsNoAddressIsRefusedAndNotRepeated(String given) {
    assertThatThrownBy(() -> QdrantOptions.at(given, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("QDRANT_URL must be https://host or http://host")
        .message()
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://qdrant:0", "http://qdrant:65536", "http://qdrant:99999"})
  void aPortThatIsNoneIsRefused(String given) {
    assertThatThrownBy(() -> QdrantOptions.at(given, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("which is none");
  }

  @Test
  void aServicesLongNameIsRefusedBecauseGrpcCannotLookItUp() {
    assertThatThrownBy(() -> QdrantOptions.at("http://infra_qdrant:6334", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("infra_qdrant", "underscore is not allowed", "short name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "hunter2\n", "hunter 2", "hünter2"})
  void aKeyThatCannotBeSentIsRefusedAndNotRepeated(String key) {
    assertThatThrownBy(() -> QdrantOptions.at("https://qdrant", Optional.of(key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("QDRANT_API_KEY")
        .message()
        .doesNotContain("hunter", "hünter");
  }

  @Test
  void theKeyIsNotInTheText() {
    assertThat(QdrantOptions.at("https://qdrant", Optional.of("hunter2")))
        .hasToString("https://qdrant:6334, skep-runbooks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a b", "a:b", "é"})
  void aNameThatCollectionsCannotHaveIsRefused(String name) {
    QdrantOptions options = QdrantOptions.at("https://qdrant", Optional.empty());
    assertThatThrownBy(() -> options.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no name for collections");
  }
}
