package skep.deploy.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import skep.deploy.yaml.YamlNode.YamlMapping;
import skep.deploy.yaml.YamlNode.YamlScalar;
import skep.deploy.yaml.YamlNode.YamlSequence;

class YamlDocumentTest {
  @Test
  void plainScalarsMeanWhatTheDockerCliTakesThemFor() {
    Map<String, Object> expected =
        Map.ofEntries(
            Map.entry("yes", "yes"),
            Map.entry("on", "on"),
            Map.entry("true", true),
            Map.entry("False", false),
            Map.entry("0777", 511L),
            Map.entry("0o17", 15L),
            Map.entry("0x1F", 31L),
            Map.entry("1_000", 1000L),
            Map.entry("-7", -7L),
            Map.entry("3.50", 3.5),
            Map.entry("1e3", 1000.0),
            Map.entry("22:22", "22:22"),
            Map.entry("0.0.0.0", "0.0.0.0"),
            Map.entry("09", 9.0),
            Map.entry("18446744073709551615", new BigInteger("18446744073709551615")),
            Map.entry("~", YamlScalar.NULL));
    expected.forEach((text, value) -> assertThat(scalar("k: " + text)).as(text).isEqualTo(value));
  }

  @Test
  void quotedScalarsStayText() {
    assertThat(scalar("k: \"5\"")).isEqualTo("5");
    assertThat(scalar("k: !!str 5")).isEqualTo("5");
  }

  @Test
  void mergeKeysGiveWayToOwnKeysAndEarlierOnes() {
    YamlMapping root =
        (YamlMapping)
            parse("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: own, w: w}\n");
    YamlMapping c = (YamlMapping) root.get("c").orElseThrow();
    assertThat(c.keys()).containsExactlyInAnyOrder("x", "w", "y", "z");
    assertThat(((YamlScalar) c.get("x").orElseThrow()).value()).isEqualTo("own");
    assertThat(((YamlScalar) c.get("y").orElseThrow()).value()).isEqualTo(1L);
  }

  @Test
  void everyNodeKnowsItsLine() {
    YamlMapping root = (YamlMapping) parse("a: 1\nb:\n  - x\n  - y\n");
    YamlSequence b = (YamlSequence) root.get("b").orElseThrow();
    assertThat(b.items().get(1).mark()).isEqualTo(new Mark("f.yml", 4));
  }

  @Test
  void duplicateKeysAreAllReportedWithBothLines() {
    assertThat(problems("a: 1\nb: 2\na: 3\nb: 4\n"))
        .extracting(Problem::toString)
        .containsExactly(
            "f.yml:3: \"a\" stands here and in line 1", "f.yml:4: \"b\" stands here and in line 2");
  }

  @Test
  void brokenSyntaxNamesTheLine() {
    assertThat(problems("a: 1\nb: [1, 2\n")).singleElement().extracting(Problem::line).isEqualTo(3);
  }

  @Test
  void aBombOfAliasesIsRefusedBeforeItExpands() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 20; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    assertThat(problems(bomb.toString())).singleElement().asString().contains("aliases");
  }

  @Test
  void aNodeThatContainsItselfIsRefused() {
    assertThat(problems("a: &a [*a]\n")).singleElement().asString().contains("f.yml:1: *a");
  }

  @Test
  void deepNestingIsRefused() {
    assertThat(problems("[".repeat(5000) + "]".repeat(5000)))
        .singleElement()
        .asString()
        .contains("nested deeper than 100");
  }

  @Test
  void aFileOfFiftyMegabytesIsRefusedUnread() {
    byte[] huge = new byte[50_000_000];
    assertThat(refusal(huge).problems()).singleElement().asString().contains("50,000,000 bytes");
  }

  @Test
  void binaryGarbageIsRefused() {
    assertThat(refusal(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}).problems()).hasSize(1);
    assertThat(refusal(new byte[] {'a', 0, 7, 'b'}).problems()).hasSize(1);
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThat(problems("a: 1\n---\nb: 2\n"))
        .singleElement()
        .asString()
        .contains("second document");
  }

  @Test
  void anEmptyFileIsNothing() {
    assertThat(parse("# only a comment\n")).isInstanceOf(YamlScalar.class);
  }

  @Test
  void theNearestWordIsProposedOnlyWhenItIsNear() {
    assertThat(Nearest.of("aproval", List.of("approval", "verify"))).contains("approval");
    assertThat(Nearest.of("aprpoval", List.of("approval", "verify"))).contains("approval");
    assertThat(Nearest.of("zebra", List.of("approval", "verify"))).isEmpty();
  }

  private static Object scalar(String yaml) {
    return ((YamlScalar) ((YamlMapping) parse(yaml)).get("k").orElseThrow()).value();
  }

  private static YamlNode parse(String yaml) {
    return YamlDocument.parse("f.yml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Problem> problems(String yaml) {
    return refusal(yaml.getBytes(StandardCharsets.UTF_8)).problems();
  }

  private static InvalidYamlException refusal(byte[] bytes) {
    return catchThrowableOfType(
        InvalidYamlException.class, () -> YamlDocument.parse("f.yml", bytes));
  }
}
