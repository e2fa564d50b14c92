package skep.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.bot.wiring.Settings.SettingsException;
import skep.commands.ask.Runbooks;
import skep.runbooks.files.Tree;
import skep.runbooks.index.Search;

class RunbookSettingsTest {
  /** An embedder that is asked nothing before a page is read. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "SKEP_EMBEDDING_URL", "http://127.0.0.1:1/v1",
          "SKEP_EMBEDDING_MODEL", "some-model",
          "SKEP_EMBEDDING_THRESHOLDS", "0.7/0.6");

  @TempDir private Path temp;
  private final KnownSecrets secrets = new KnownSecrets();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qdrant",
        "qdrant:6334",
        "ftp://qdrant",
        "https://qdrant:99999",
        "https://qdrant/dashboard",
        "https://infra_qdrant",
        "https://admin:hunter2hunter2@qdrant",
      })
  void aBadAddressOfQdrantIsSaidAtTheStartAndNotQuotedWithItsPassword(String url) {
    assertThatThrownBy(() -> settings(Map.of("QDRANT_URL", url)).ofBot())
        .isInstanceOf(SettingsException.class)
        .message()
        .contains("QDRANT_URL")
        .doesNotContain("hunter2hunter2");
    assertThatCode(() -> settings(Map.of("QDRANT_URL", url)).questions("test"))
        .as("another program has an index of its own")
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"QDRANT_API_KEY, key with spaces", "QDRANT_COLLECTION, a/b"})
  void aBadKeyOrCollectionOfQdrantIsSaidAtTheStart(String variable, String value) {
    assertThatThrownBy(() ->
            settings(Map.of("QDRANT_URL", "https://qdrant.example.org", variable, value)).ofBot())
        .isInstanceOf(SettingsException.class)
        .message()
        .doesNotContain("key with spaces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "high",
        "0.6",
        "0.6/0.7",
        "0.5/0.6/0.7",
        "1.5/0.5",
        "0.7/-0.1",
        "0,7/0,6",
        "/",
        "NaN/0.5"
      })
  void thresholdsThatAreNoTwoNumbersInTheirOrderAreSaidAtTheStart(String text) {
    assertThatThrownBy(() -> settings(Map.of("SKEP_EMBEDDING_THRESHOLDS", text)).questions("test"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("SKEP_EMBEDDING_THRESHOLDS")
        .hasMessageContaining("0.64/0.58");
  }

  @ParameterizedTest
  @CsvSource({
    "0.7/0.6, 0.7, 0.6",
    "' 0.7 / 0.6 ', 0.7, 0.6",
    "0.7 0.6, 0.7, 0.6",
    ".7/.6, 0.7, 0.6",
    "1/0, 1, 0",
    "1.0/0.0, 1, 0",
    "0.6/0.6, 0.6, 0.6",
  })
  void thresholdsAreReadAsPeopleWriteThem(String text, double clear, double unsure) {
    try (Opened opened = opened(with(ELSEWHERE, "SKEP_EMBEDDING_THRESHOLDS", text), temp)) {
      assertThat(opened.tools().thresholds()).isEqualTo(new Search.Thresholds(clear, unsure));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SKEP_EMBEDDING_MODEL, SKEP_EMBEDDING_MODEL is not set",
    "SKEP_EMBEDDING_THRESHOLDS, SKEP_EMBEDDING_THRESHOLDS is not set",
  })
  void anEmbeddingEndpointNeedsItsModelAndThresholds(String missing, String said) {
    Map<String, String> environment = new HashMap<>(ELSEWHERE);
    environment.remove(missing);

    assertThatThrownBy(() -> settings(environment).questions("test"))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(said);
  }

  @ParameterizedTest
  @CsvSource({
    "SKEP_EMBEDDING_URL, embeddings.example.org",
    "SKEP_EMBEDDING_URL, https://admin:hunter2hunter2@embeddings.example.org/v1",
    "SKEP_EMBEDDING_URL, https://admin:hunter2hunter2 x@embeddings.example.org/v1",
    "SKEP_EMBEDDING_URL, https://embeddings.example.org/v1?key=hunter2hunter2",
    "GROQ_URL, https://admin:hunter2hunter2 x@groq.example.org/v1",
    "GROQ_URL, https://admin:hunter2hunter2@groq.example.org/v1",
  })
  void aBadAddressIsNamedByItsVariableAndNotQuoted(String variable, String url) {
    Map<String, String> environment = with(ELSEWHERE, "GROQ_API_KEY", "a-key-for-groq");

    assertThatThrownBy(() -> settings(with(environment, variable, url)).questions("test"))
        .isInstanceOf(SettingsException.class)
        .message()
        .startsWith(variable)
        .doesNotContain("hunter2hunter2");
  }

  @Test
  void keysAreKnownBeforeTheyAreUsed() {
    settings(
            Map.of(
                "QDRANT_API_KEY", "key-of-qdrant-4711",
                "SKEP_EMBEDDING_KEY", "key-of-embedder-4711",
                "GROQ_API_KEY", "key-of-groq-4711"))
        .ofBot();

    assertThat(secrets.redact("key-of-qdrant-4711, key-of-embedder-4711, key-of-groq-4711"))
        .isEqualTo("(redacted), (redacted), (redacted)");
  }

  @Test
  void aKeyIsKnownAlsoWhereAnotherSettingIsWrong() {
    Map<String, String> environment =
        Map.of("QDRANT_URL", "nonsense", "QDRANT_API_KEY", "key-of-qdrant-4711");

    assertThatThrownBy(() -> settings(environment).ofBot()).isInstanceOf(SettingsException.class);
    assertThat(secrets.redact("key-of-qdrant-4711")).isEqualTo("(redacted)");
  }

  @Test
  void theFolderOfAnIndexIsNamedAfterItsUseAndIsThisUsersAlone() throws IOException {
    String use = "test-" + UUID.randomUUID();
    Path folder = Path.of(System.getProperty("java.io.tmpdir"), "skep-index-" + use);

    Questions questions = settings(ELSEWHERE).questions(use);
    assertThat(folder).as("before anything is opened").doesNotExist();
    try (Opened opened = new Opened(questions.tools().get())) {
      assertThat(opened.tools().index().stamp()).isEmpty();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
    } finally {
      Tree.delete(folder);
    }
  }

  @Test
  void aFolderThatIsSetIsTheIndex() {
    Path folder = temp.resolve("index");

    try (Opened opened = opened(ELSEWHERE, folder)) {
      assertThat(opened.tools().index().stamp()).isEmpty();
      assertThat(folder).isNotEmptyDirectory();
    }
  }

  @Test
  void aFolderThatSomebodyElseMayWriteToIsRefusedWithTheWayOut() throws IOException {
    String use = "test-" + UUID.randomUUID();
    Path folder = Path.of(System.getProperty("java.io.tmpdir"), "skep-index-" + use);
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    try {
      Questions questions = settings(ELSEWHERE).questions(use);
      assertThatThrownBy(() -> questions.tools().get())
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("others may write to")
          .hasMessageEndingWith("or set SKEP_INDEX_FOLDER");
    } finally {
      Tree.delete(folder);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/team/estate, team/estate",
    "https://github.com/team/estate.git, team/estate",
    "https://github.com/team/estate/, team/estate",
    "https://github.com/team.x/my-estate_1.git, team.x/my-estate_1",
  })
  void pagesOfAnEstateOnGitHubAreReadThere(String estate, String repository) {
    assertThat(settings(Map.of("SKEP_ESTATE", estate)).questions("test").link())
        .contains("https://github.com/%s/blob/{commit}/{path}".formatted(repository));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example.org/team/estate.git",
        "https://github.com.example.org/team/estate",
        "https://github.com/team",
        "https://somebody:hunter2hunter2@github.com/team/estate",
        "/srv/estate",
      })
  void whereAnEstateIsElsewhereNobodySaysWhereItsPagesAreRead(String estate) {
    assertThat(settings(Map.of("SKEP_ESTATE", estate)).questions("test").link())
        .isEqualTo(Optional.empty());
    assertThat(settings(Map.of()).questions("test").link()).isEqualTo(Optional.empty());
  }

  private RunbookSettings settings(Map<String, String> environment) {
    return new RunbookSettings(new Settings(environment), secrets);
  }

  private Opened opened(Map<String, String> environment, Path folder) {
    return new Opened(
        settings(with(environment, "SKEP_INDEX_FOLDER", folder.toString()))
            .questions("test")
            .tools()
            .get());
  }

  private static Map<String, String> with(
      Map<String, String> environment, String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return more;
  }

  private record Opened(Runbooks.Tools tools) implements AutoCloseable {
    @Override
    public void close() {
      tools.index().close();
      tools.embedder().close();
    }
  }
}
