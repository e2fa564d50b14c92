package skep.deploy.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.deploy.estate.RunbookPolicy.Place;
import skep.deploy.estate.RunbookPolicy.Repository;

class RunbooksReaderTest {
  @Test
  void withoutASectionTheyAreInTheFolderRunbooks() {
    assertThat(read("chat: {commands: [ops]}\n")).isEqualTo(RunbookPolicy.DEFAULT);
    assertThat(RunbookPolicy.DEFAULT.own().holds("runbooks/mongo.md")).isTrue();
    assertThat(RunbookPolicy.DEFAULT.own().holds("runbooks.md")).isFalse();
    assertThat(RunbookPolicy.DEFAULT.own().holds("stacks/web/stack.yml")).isFalse();
  }

  @Test
  void foldersLinksAndOtherRepositoriesAreRead() {
    RunbookPolicy policy =
        read(
            """
            runbooks:
              paths: [runbooks/, docs]
              link: "https://git.example.org/estate/blob/{commit}/{path}"
              repositories:
                handbook: {url: "https://git.example.org/handbook"}
            """);

    assertThat(policy)
        .isEqualTo(
            new RunbookPolicy(
                new Place(
                    List.of("runbooks", "docs"),
                    Optional.of("https://git.example.org/estate/blob/{commit}/{path}")),
                Map.of(
                    "handbook",
                    new Repository(
                        "https://git.example.org/handbook",
                        new Place(List.of(""), Optional.empty())))));
    assertThat(policy.repositories().get("handbook").place().holds("any/page.md")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{paths: [../other]} | must be a folder of the repository",
        "{paths: [/etc]} | must be a folder of the repository",
        "{link: 'javascript:alert(1)'} | must be an https address with {path} in it",
        "{link: 'https://git.example.org'} | must be an https address with {path} in it",
        "{repositories: {Hand Book: {url: 'https://x.example.org'}}} | must be a name of small",
        "{repositories: {handbook: {}}} | runbooks.repositories.handbook.url is missing",
        "{repositories: {handbook: {url: 'https://me:secret@x.example.org'}}} | must hold no password",
        "{path: [docs]} | path",
      })
  void whatIsWrongIsSaidWithItsPlace(String section, String problem) {
    assertThatThrownBy(() -> read("runbooks: " + section + "\n"))
        .isInstanceOf(InvalidEstateException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("secret@");
  }

  private static RunbookPolicy read(String yaml) {
    return Estate.read(new FilesInMemory().with("skep.yaml", yaml)).runbooks();
  }
}
