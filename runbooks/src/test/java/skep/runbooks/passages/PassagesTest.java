package skep.runbooks.passages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.runbooks.passages.Page.Reading;

class PassagesTest {
  private static List<Passage> of(String path, String text) {
    return Passages.of(new Page(path, text));
  }

  private static String words(int count, String word) {
    return IntStream.range(0, count).mapToObj(i -> word + i).collect(Collectors.joining(" "));
  }

  @Test
  void eachPassageKnowsTheHeadingsAboveIt() {
    List<Passage> passages =
        of(
            "mongo.md",
            """
            # Restoring `mongo`

            %s

            ## One member is lost

            %s

            ### Its *disk* too

            %s

            ## All are lost

            %s
            """
                .formatted(words(80, "a"), words(80, "b"), words(80, "c"), words(80, "d")));
    assertThat(passages)
        .extracting(Passage::heading)
        .containsExactly(
            "Restoring mongo",
            "Restoring mongo > One member is lost",
            "Restoring mongo > One member is lost > Its disk too",
            "Restoring mongo > All are lost");
    assertThat(passages)
        .extracting(Passage::anchor)
        .containsExactly("restoring-mongo", "one-member-is-lost", "its-disk-too", "all-are-lost");
    assertThat(passages.getFirst().title()).isEqualTo("Restoring mongo");
  }

  @Test
  void shortPartsStayTogetherAndKeepTheirHeadings() {
    List<Passage> passages = of("a.md", "# A\n\none\n\n## B\n\ntwo\n\n## C\n\nthree\n");
    assertThat(passages)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.text()).isEqualTo("one\n\nB\n\ntwo\n\nC\n\nthree");
          assertThat(one.headings()).containsExactly("A");
        });
  }

  @Test
  void noProgramTextAndNoStepsAreCutWhereTheyFit() {
    String code = "```sh\n" + ("docker node ls # " + words(10, "x") + "\n\n").repeat(15) + "```";
    String steps =
        IntStream.rangeClosed(1, 12)
            .mapToObj(i -> i + ". " + words(12, "s"))
            .collect(Collectors.joining("\n\n"));
    List<Passage> passages =
        of("a.md", "# A\n\n%s\n\n%s\n\n%s\n".formatted(words(150, "w"), code, steps));
    assertThat(passages).filteredOn(one -> one.text().contains("docker node ls")).hasSize(1);
    assertThat(passages)
        .filteredOn(one -> one.text().contains("1. s0"))
        .singleElement()
        .satisfies(one -> assertThat(one.text()).contains("12. s0"));
  }

  @Test
  void whatIsLongerThanAnyPassageIsCutAtItsLines() {
    String code =
        "```\n"
            + IntStream.range(0, 200)
                .mapToObj(i -> "line %d of a program".formatted(i))
                .collect(Collectors.joining("\n"))
            + "\n```";
    List<Passage> passages = of("a.md", code);
    assertThat(passages).hasSizeGreaterThan(2);
    assertThat(passages)
        .allSatisfy(one -> assertThat(one.text().split("\\s+")).hasSizeLessThanOrEqualTo(300));
    assertThat(passages.stream().map(Passage::text).collect(Collectors.joining("\n")))
        .isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"word ", "長いランブックの一行、", "YWJjZGVm"})
  void aLineWithoutEndIsCutToo(String part) {
    List<Passage> passages = of("a.md", "# A\n\n" + part.repeat(20_000));
    assertThat(passages).hasSizeGreaterThan(10);
    assertThat(passages).allSatisfy(one -> assertThat(one.text().length()).isLessThan(2_500));
    assertThat(passages.stream().map(Passage::text).collect(Collectors.joining()).replace(" ", ""))
        .isEqualTo(part.strip().repeat(20_000));
  }

  @Test
  void aTableAndAnAdmonitionStayAsTheyWereWritten() {
    String table = "| state | meaning |\n|---|---|\n| down | gone |";
    String note = "> [!WARNING]\n> Never on the leader.";
    assertThat(of("a.md", "# A\n\n%s\n\n%s\n".formatted(table, note)))
        .singleElement()
        .extracting(Passage::text)
        .isEqualTo(table + "\n\n" + note);
  }

  @Test
  void frontMatterGivesTheTitleAndIsNoText() {
    assertThat(
            of("a.md", "---\ntitle: \"Quorum loss\"\nweight: 3\n---\n\n## Symptom\n\nNo leader.\n"))
        .singleElement()
        .isEqualTo(new Passage("a.md", List.of("Quorum loss", "Symptom"), "symptom", "No leader."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"---\ntitle: [\n", "---\ntitle: x\n\n# A\n", "---\n---", "---"})
  void brokenFrontMatterIsNoReasonToLoseThePage(String start) {
    assertThat(of("a.md", start + "\n\nThe text.\n"))
        .extracting(Passage::text)
        .anySatisfy(text -> assertThat(text).contains("The text."));
  }

  @Test
  void twoHeadingsOfTheSameWordsHaveTwoAnchors() {
    String text = "## Fix\n\n%s\n\n## Fix\n\n%s\n".formatted(words(80, "a"), words(80, "b"));
    assertThat(of("a.md", text)).extracting(Passage::anchor).containsExactly("fix", "fix-1");
  }

  @Test
  void restructuredTextIsCutAlongItsUnderlinedTitles() {
    List<Passage> passages =
        of(
            "a.rst",
            """
            ======
            Backup
            ======

            %s

            Restore
            -------

            Run this::

                restic restore latest

            %s

            Check
            -----

            %s
            """
                .formatted(words(80, "a"), words(80, "b"), words(80, "c")));
    assertThat(passages)
        .extracting(Passage::heading)
        .containsExactly("Backup", "Backup > Restore", "Backup > Check");
    assertThat(passages.get(1).text()).startsWith("Run this::\n\n    restic restore latest");
  }

  @Test
  void plainTextIsCutAtEmptyLines() {
    List<Passage> passages = of("a.txt", words(150, "a") + "\n\n" + words(160, "b"));
    assertThat(passages).hasSize(2);
    assertThat(passages.getFirst().headings()).isEmpty();
    assertThat(passages.getFirst().title()).isEqualTo("a.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# Only a title\n", "---\ntitle: x\n---\n"})
  void aPageWithoutTextHasNoPassage(String text) {
    assertThat(of("a.md", text)).isEmpty();
  }

  @Test
  void fiveThousandHeadingsAreFiveThousandHeadings() {
    String text =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "## Alert %d\n\n%s\n".formatted(i, words(60, "w")))
            .collect(Collectors.joining("\n"));
    assertThat(of("a.md", text)).hasSize(5_000);
  }

  @Test
  void idsTellPlaceAndTextApart() {
    Passage one = new Passage("a.md", List.of("A"), "a", "text");
    assertThat(one.id()).hasSize(32).isEqualTo(new Passage("a.md", List.of("A"), "a", "text").id());
    assertThat(
            List.of(
                new Passage("b.md", List.of("A"), "a", "text"),
                new Passage("a.md", List.of("A", "a"), "a", "text"),
                new Passage("a.md", List.of("A"), "", "atext"),
                new Passage("a.md", List.of("A"), "a", "text.")))
        .extracting(Passage::id)
        .doesNotContain(one.id())
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsNoPageIsToldWithTheReason() {
    assertThat(Page.read("a.png", new byte[] {1})).isInstanceOf(Reading.NoPage.class);
    assertThat(Page.read("a.md", new byte[20_000_000]))
        .isInstanceOfSatisfying(
            Reading.LeftOut.class,
            out -> assertThat(out.why()).contains("20,000,000 bytes", "split it"));
    assertThat(Page.read("a.md", new byte[] {'a', 0, 'b'}))
        .isEqualTo(new Reading.LeftOut("a.md", "it is no text"));
    assertThat(Page.read("a.md", new byte[] {(byte) 0xe9, 'a'}))
        .isInstanceOfSatisfying(
            Reading.LeftOut.class, out -> assertThat(out.why()).contains("UTF-8"));
    assertThat(Page.read("A.MD", "\ufeff# Größe".getBytes(UTF_8)))
        .isEqualTo(new Reading.Read(new Page("A.MD", "# Größe")));
  }
}
