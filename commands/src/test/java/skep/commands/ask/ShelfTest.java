package skep.commands.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.deploy.estate.RunbookPolicy;
import skep.deploy.estate.RunbookPolicy.Place;
import skep.deploy.estate.RunbookPolicy.Repository;
import skep.runbooks.index.Library;
import skep.runbooks.passages.Page;
import skep.runbooks.passages.Passage;

class ShelfTest {
  private static final RunbookPolicy POLICY =
      new RunbookPolicy(
          new Place(List.of("runbooks"), Optional.empty()),
          Map.of(
              "handbook",
              new Repository(
                  "https://x.example.org",
                  new Place(List.of(""), Optional.of("https://h.example.org/{path}")))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runbooks/web.md | https://git.example.org/c0ffee/runbooks/web.md#fix",
        "runbooks/a b(1).md | https://git.example.org/c0ffee/runbooks/a%20b%281%29.md#fix",
        "runbooks/ü#?.md | https://git.example.org/c0ffee/runbooks/%C3%BC%23%3F.md#fix",
        "handbook:docs/vpn.md | https://h.example.org/docs/vpn.md#fix",
        "runbooks/a:b.md | https://git.example.org/c0ffee/runbooks/a%3Ab.md#fix",
      })
  void aLinkEndsNothingWhateverTheFileIsCalled(String path, String link) {
    assertThat(
            Shelf.link(
                POLICY,
                Optional.of("https://git.example.org/{commit}/{path}"),
                Map.of("", "c0ffee"),
                new Passage(path, List.of("Page"), "fix", "text")))
        .contains(link);
  }

  @Test
  void whatIsSecretDoesNotGetIntoAnIndex() {
    PagesEstate estate =
        new PagesEstate().with("runbooks/hunter2.md", "# hunter2\n\nThe password is hunter2.\n");

    Library library =
        new Shelf(estate.at(""), text -> text.replace("hunter2", "(redacted)")).library();

    assertThat(library.pages())
        .containsExactly(
            new Page("runbooks/(redacted).md", "# (redacted)\n\nThe password is (redacted).\n"));
  }
}
