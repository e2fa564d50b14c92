package skep.bot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a page points to is there. */
class LinksTest {
  /** A path of this project: it begins with a folder or file of its top level. */
  private static final Pattern PATH =
      Pattern.compile("(bot|commands|deploy|runbooks|secrets|\\.ci)/[\\w./-]+|pom\\.xml|skep");

  static List<Document> pages() {
    return Document.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aLinkLeadsToAFileOrAHeading(Document page) {
    assertThat(page.links())
        .filteredOn(link -> !link.startsWith("https://"))
        .allSatisfy(link -> {
          String[] parts = link.split("#", 2);
          Path file = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
          assertThat(file).exists();
          if (parts.length == 2) {
            assertThat(Files.readAllLines(file).stream().map(LinksTest::anchor)).contains(parts[1]);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPathInTheProseIsThere(Document page) {
    assertThat(page.code())
        .filteredOn(code -> PATH.matcher(code).matches() && !code.startsWith("bot/target"))
        .allSatisfy(code -> assertThat(Document.root().resolve(asFolder(code))).exists());
  }

  /** {@code deploy/plan} stands for the folder of that package. */
  private static Path asFolder(String code) {
    Path inPackages = Path.of(code.split("/")[0], "src/main/java/skep", code);
    return Files.exists(Document.root().resolve(inPackages)) ? inPackages : Path.of(code);
  }

  /** As the usual renderers make it from a heading. */
  private static String anchor(String line) {
    return line.replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\w\\- ]", "")
        .replace(' ', '-');
  }
}
