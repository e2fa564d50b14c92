package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns against paths; what is right the real git says. */
class PathPatternTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "*.key, any/where/a.key, true",
    "/a.key, sub/a.key, false",
    "sub/, sub/a, false",
    "sub/*, sub/a/b, false",
    "sub/**, sub/a/b, true",
    "**/deep/*.yml, deep/c.yml, true",
    "a/**/b, a/b, true",
    "a/**/b, a/x/y/b, true",
    "a*b/c, axb/c, true",
    "[!a]x, bx, true",
    "[]]x, ]x, true",
    "[a-c-e]x, -x, true",
    "[[:digit:]_]x, 7x, true",
    "[[:nothing:]]x, ax, false",
    "[a, [a, false",
    "\\*x, *x, true",
    "?, ä, false",
    "??, ä, true"
  })
  void whatGitMatches(String pattern, String path, boolean isMatch) {
    assertThat(PathPattern.parse(pattern).matches(path)).isEqualTo(isMatch);
    assertThat(gitMatches(List.of(pattern), path)).containsExactly(isMatch);
  }

  /** JGit's matcher threw an exception over this one, so that every command failed. */
  @Test
  void aClassThatIsNotInBracketsIsAPatternLikeOthers() {
    String line = "[:alpha:]]*.q filter=git-crypt\n";
    AttributesFile file = AttributesFile.parse(line.getBytes(UTF_8));
    assertThat(file.of("a]x.q")).isNotEmpty();
    assertThat(gitMatches(List.of("[:alpha:]]*.q"), "a]x.q")).containsExactly(true);
  }

  /** A regular expression would try more ways than there will ever be time for. */
  @Test
  void aPatternOfManyStarsIsAnsweredAtOnce() {
    String pattern = "*a".repeat(500) + "b";
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(PathPattern.parse(pattern).matches("a".repeat(4_000))).isFalse();
          assertThat(PathPattern.parse("**/" + pattern).matches("a/".repeat(2_000) + "b"))
              .isFalse();
          assertThat(PathPattern.parse("**/".repeat(600) + "x").matches("a/".repeat(2_000)))
              .isFalse();
        });
  }

  @Test
  void whateverIsWrittenGitSaysTheSame() {
    Random random = new Random(3);
    String[] pieces = "a b c / / * * ** **/ ? [ ] - ! ^ \\ [a-c] [!b] [[:alpha:]] .".split(" ", -1);
    List<String> patterns = new ArrayList<>();
    while (patterns.size() < 2_000) {
      String pattern =
          random
              .ints(random.nextInt(1, 8), 0, pieces.length)
              .mapToObj(i -> pieces[i])
              .collect(Collectors.joining());
      if (!pattern.startsWith("!")) {
        patterns.add(pattern);
      }
    }
    for (String path : List.of("a", "b/a", "a/b/c", "abc/a.b/-c", "[a]/b-", "c/a/b/a", "a!^/].")) {
      List<Boolean> theirs = gitMatches(patterns, path);
      for (int i = 0; i < patterns.size(); i++) {
        assertThat(PathPattern.parse(patterns.get(i)).matches(path))
            .as("%s of %s", patterns.get(i), path)
            .isEqualTo(theirs.get(i));
      }
    }
  }

  /** Each pattern sets an attribute of its own. */
  private List<Boolean> gitMatches(List<String> patterns, String path) {
    try {
      Path folder = Files.createDirectories(temp.resolve("git"));
      GitProgram git = GitProgram.init(folder);
      StringBuilder rules = new StringBuilder();
      for (int i = 0; i < patterns.size(); i++) {
        rules.append(patterns.get(i)).append(" n").append(i).append('\n');
      }
      git.write(".gitattributes", rules.toString());
      String set = "\n" + git.git("check-attr", "-a", "--", path) + "\n";
      List<Boolean> matches = new ArrayList<>();
      for (int i = 0; i < patterns.size(); i++) {
        matches.add(set.contains(": n%d: set\n".formatted(i)));
      }
      return matches;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
