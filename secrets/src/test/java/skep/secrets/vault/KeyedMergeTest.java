package skep.secrets.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyedMergeTest {
  private static final String BASE = "# web\nA=1\nB=2\nC=3\n";

  private static Optional<String> merge(String path, String base, String theirs, String ours) {
    return new KeyedMerge()
        .merge(path, bytes(base), bytes(theirs), bytes(ours))
        .map(bytes -> new String(bytes, UTF_8));
  }

  private static Optional<byte[]> bytes(String text) {
    return Optional.of(text.getBytes(UTF_8));
  }

  @Test
  void changesOfDifferentKeysAreBothThere() {
    assertThat(merge("a.env", BASE, "# theirs\nA=9\nB=2\nC=3\nD=4\n", "# web\nA=1\nB=8\nE=5\n"))
        .contains("# theirs\nA=9\nB=8\nD=4\nE=5\n");
    assertThat(merge("a.yml", "a: 1\nb: 2\n", "a: 9 # new\nb: 2\n", "a: 1\nb: 8\n"))
        .contains("a: 9 # new\nb: 8\n");
    assertThat(merge("a.json", "{\"a\": 1}", "{\"a\": 1, \"b\": 2}", "{\"a\": \"x\"}"))
        .contains("{\"a\": \"x\", \"b\": 2}");
  }

  @Test
  void theSameChangeOnBothSidesIsNone() {
    assertThat(merge("a.env", BASE, "A=7\nB=2\nC=3\n", "# web\nA=7\nB=2\nC=4\n"))
        .contains("A=7\nB=2\nC=4\n");
  }

  @Test
  void twoValuesForOneKeyContradictEachOther() {
    assertThat(merge("a.env", BASE, "A=7\nB=2\nC=3\n", "A=8\nB=2\nC=3\n")).isEmpty();
    assertThat(merge("a.env", BASE, "B=2\nC=3\n", "A=8\nB=2\nC=3\n")).as("removed").isEmpty();
    assertThat(merge("a.env", BASE, "A=8\nB=2\nC=3\n", "B=2\nC=3\n")).as("removed").isEmpty();
  }

  @Test
  void whatIsNoSetOfKeysIsNotMerged() {
    assertThat(merge("a.pem", "x", "y", "z")).isEmpty();
    assertThat(merge("a.env", BASE, "no value", "A=1\n")).isEmpty();
    assertThat(new KeyedMerge().merge("a.env", Optional.empty(), bytes("A=1\n"), bytes("B=1\n")))
        .isEmpty();
  }

  @Test
  void aCommentOfOursIsNotLostInSilence() {
    assertThat(merge("a.env", BASE, "A=1\nB=9\nC=3\n", "# ours\nA=1\nB=2\nC=3\n")).isEmpty();
  }
}
