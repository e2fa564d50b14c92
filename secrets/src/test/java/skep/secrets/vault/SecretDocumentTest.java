package skep.secrets.vault;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretDocumentTest {
  private static final String YAML =
      """
      # who owns this: ops
      db:
        user: web            # not secret
        password: "hunter2"  # rotate in May
        port: 5432

      tokens: [one, 'two']
      tls: |
        -----BEGIN-----
        abc
        -----END-----
      inline: {a: 1, b: "x"}
      """;

  private static SecretDocument document(String path, String text) {
    return SecretDocument.parse(path, text.getBytes(UTF_8)).orElseThrow();
  }

  private static String text(SecretDocument document) {
    return new String(document.bytes(), UTF_8);
  }

  private static KeyPath key(String text) {
    return KeyPath.parse(text);
  }

  @Test
  void valuesOfYamlByTheirPaths() {
    assertThat(document("a.yml", YAML).values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                key("db.user"), "web",
                key("db.password"), "hunter2",
                key("db.port"), "5432",
                key("tokens.0"), "one",
                key("tokens.1"), "two",
                key("tls"), "-----BEGIN-----\nabc\n-----END-----\n",
                key("inline.a"), "1",
                key("inline.b"), "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "db.password | new        | password: \"hunter2\" | password: \"new\"",
        "db.user     | a b        | user: web            | user: \"a b\"",
        "db.user     | api        | user: web            | user: api",
        "db.user     | true       | user: web            | user: \"true\"",
        "db.port     | 5433       | port: 5432           | port: 5433",
        "db.port     | x: y       | port: 5432           | port: \"x: y\"",
        "tokens.1    | it's       | 'two'                | \"it's\"",
        "inline.b    | y          | b: \"x\"             | b: \"y\"",
        "inline.c    | z          | b: \"x\"}            | b: \"x\", \"c\": \"z\"}"
      })
  void aChangeTouchesOneValueAlone(String path, String value, String before, String after) {
    String edited = text(document("a.yml", YAML).with(key(path), value));
    assertThat(edited).isEqualTo(YAML.replace(before.strip(), after.strip()));
  }

  @Test
  void aNewKeyGoesBelowItsNeighbours() {
    assertThat(text(document("a.yml", YAML).with(key("db.host"), "db-1")))
        .isEqualTo(YAML.replace("port: 5432\n", "port: 5432\n  host: db-1\n"));
    assertThat(text(document("a.yml", YAML).with(key("mail.smtp.password"), "p w")))
        .isEqualTo(YAML + "mail:\n  smtp:\n    password: \"p w\"\n");
    assertThat(text(document("a.yml", "").with(key("a.b"), "c"))).isEqualTo("a:\n  b: c\n");
    assertThat(text(document("a.yml", "# empty\n").with(key("a"), "c")))
        .isEqualTo("# empty\na: c\n");
    assertThat(text(document("a.yml", "a: 1").with(key("b"), "c"))).isEqualTo("a: 1\nb: c\n");
  }

  @Test
  void severalLinesStandAsABlock() {
    String pem = "-----BEGIN-----\nxyz\n-----END-----\n";
    assertThat(text(document("a.yml", YAML).with(key("tls"), pem)))
        .isEqualTo(YAML.replace("abc", "xyz"));
    assertThat(text(document("a.yml", YAML).with(key("tls"), "short")))
        .contains("tls: short\ninline:");
    assertThat(text(document("a.yml", YAML).with(key("db.password"), "a\nb")))
        .contains("  password: \"a\\nb\"  # rotate")
        .satisfies(edited ->
            assertThat(document("a.yml", edited).values())
                .containsEntry(key("db.password"), "a\nb"));
  }

  @Test
  void aKeyIsTakenOutWithItsLine() {
    assertThat(text(document("a.yml", YAML).without(key("db.password"))))
        .isEqualTo(YAML.replace("  password: \"hunter2\"  # rotate in May\n", ""));
    assertThat(text(document("a.yml", YAML).without(key("tls"))))
        .isEqualTo(YAML.replace("tls: |\n  -----BEGIN-----\n  abc\n  -----END-----\n", ""));
    assertThat(text(document("a.yml", YAML).without(key("inline.a"))))
        .contains("inline: {b: \"x\"}");
    assertThat(text(document("a.yml", YAML).without(key("inline.b")))).contains("inline: {a: 1}");
    assertThat(text(document("a.yml", "a: 1\n").without(key("a")))).isEqualTo("{}\n");
    assertThat(text(document("a.yml", YAML).without(key("nothing")))).isEqualTo(YAML);
  }

  @Test
  void jsonStaysJson() {
    String json = "{\n  \"a\": \"1\",\n  \"b\": {\"c\": 2}\n}\n";
    SecretDocument document = document("a.json", json);
    assertThat(text(document.with(key("a"), "x\"y")))
        .isEqualTo(json.replace("\"1\"", "\"x\\\"y\""));
    assertThat(text(document.with(key("b.c"), "3"))).isEqualTo(json.replace("2}", "3}"));
    assertThat(text(document.with(key("d"), "z")))
        .isEqualTo("{\n  \"a\": \"1\",\n  \"b\": {\"c\": 2},\n  \"d\": \"z\"\n}\n");
    assertThat(text(document.without(key("b.c")))).contains("\"b\": {}");
    assertThat(text(document("a.json", "{}").with(key("a"), "b"))).isEqualTo("{\"a\": \"b\"}");
    assertThat(text(document("a.json", "").with(key("a"), "b"))).isEqualTo("{\"a\": \"b\"}\n");
  }

  @Test
  void linesOfAnEnvFile() {
    String env = "# db\nexport DB_PASSWORD='a b'\nUSER=web\nEMPTY=\nQUOTED=\"x\\ny\"  \n";
    SecretDocument document = document("web.env", env);
    assertThat(document.values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                key("DB_PASSWORD"), "a b",
                key("USER"), "web",
                key("EMPTY"), "",
                key("QUOTED"), "x\ny"));
    assertThat(text(document.with(key("DB_PASSWORD"), "c d")))
        .isEqualTo(env.replace("'a b'", "'c d'"));
    assertThat(text(document.with(key("USER"), "a#b"))).isEqualTo(env.replace("=web", "=\"a#b\""));
    assertThat(text(document.with(key("NEW"), "$1"))).isEqualTo(env + "NEW=\"\\$1\"\n");
    assertThat(text(document.without(key("EMPTY")))).isEqualTo(env.replace("EMPTY=\n", ""));
    assertThat(text(document(".env", "A=1").with(key("B"), "2"))).isEqualTo("A=1\nB=2\n");
    assertThat(text(document(".env.prod", "A=1\r\nB=2\r\n").with(key("A"), "3")))
        .isEqualTo("A=3\r\nB=2\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.yml|- a\n- b\n",
        "a.yml|a: 1\na: 2\n",
        "a.yml|a: [",
        "a.yml|just text",
        "a.env|no value",
        "a.env|A=1\nA=2\n",
        "a.json|{\"a\": 1",
        "a.pem|-----BEGIN",
        "a.yml|? [a]\n: b\n"
      })
  void whatIsNoSetOfValuesIsOneWhole(String file) {
    String[] parts = file.split("\\|", 2);
    assertThat(SecretDocument.parse(parts[0], parts[1].getBytes(UTF_8))).isEmpty();
  }

  @Test
  void otherEncodingsAreOneWhole() {
    assertThat(SecretDocument.parse("a.env", "A=1\n".getBytes(UTF_16))).isEmpty();
    assertThat(SecretDocument.parse("a.env", new byte[] {'A', '=', 0})).isEmpty();
    assertThat(SecretDocument.parse("a.yml", "\uFEFFa: 1\n".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void whatOneAnchorGivesTwoKeysIsNotChangedForBoth() {
    SecretDocument document = document("a.yml", "a: &x secret\nb: *x\n");
    assertThat(document.values()).containsEntry(key("b"), "secret");
    assertThatThrownBy(() -> document.with(key("a"), "other"))
        .isInstanceOf(UneditableException.class)
        .hasMessageContainingAll("a", "as a whole")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aliasesThatGrowWithoutEndAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append("*a%d, ".formatted(i - 1).repeat(8)).append("*a%d]\n".formatted(i - 1));
    }
    assertThat(SecretDocument.parse("a.yml", bomb.toString().getBytes(UTF_8))).isEmpty();
  }

  @Test
  void keysWithDotsAndOtherCharacters() {
    String yaml = "\"a.b\": 1\n'c d': 2\n";
    assertThat(text(document("a.yml", yaml).with(key("a\\.b"), "x")))
        .isEqualTo("\"a.b\": x\n'c d': 2\n");
    assertThat(text(document("a.yml", yaml).with(key("e f"), "z")))
        .isEqualTo(yaml + "\"e f\": z\n");
    assertThat(key("a\\.b.c").names()).containsExactly("a.b", "c");
    assertThat(key(key("a\\.b.c").toString())).isEqualTo(key("a\\.b.c"));
  }

  @Test
  void whateverIsPutInComesOutAndNothingElseChanges() {
    Random random = new Random(5);
    for (String path : new String[] {"a.yml", "a.json", "a.env"}) {
      SecretDocument document = document(path, "");
      SortedMap<KeyPath, String> meant = new TreeMap<>();
      for (int i = 0; i < 400; i++) {
        KeyPath key = randomKey(random, path.endsWith(".env"));
        if (isBlockedBy(meant, key)) {
          continue;
        }
        if (random.nextInt(4) == 0) {
          meant.remove(key);
          document = document.without(key);
        } else {
          String value = randomValue(random);
          meant.put(key, value);
          document = document.with(key, value);
        }
        assertThat(document.values()).isEqualTo(meant);
      }
      assertThat(SecretDocument.parse(path, document.bytes()).map(SecretDocument::values))
          .isEqualTo(Optional.of(meant));
    }
  }

  private static KeyPath randomKey(Random random, boolean flat) {
    String name = "K" + random.nextInt(12);
    return flat || random.nextBoolean()
        ? KeyPath.of(name)
        : KeyPath.of("G" + random.nextInt(4), random.nextBoolean() ? name : "we.ird " + name);
  }

  private static boolean isBlockedBy(SortedMap<KeyPath, String> meant, KeyPath key) {
    return meant.keySet().stream()
        .anyMatch(other ->
            !other.equals(key)
                && other.names().getFirst().equals(key.names().getFirst())
                && other.names().size() != key.names().size());
  }

  private static String randomValue(Random random) {
    String alphabet = "abcXYZ019 .,:;#'\"\\$`{}[]&*!|>%@\n\t-?=äß\u2028\uD83D\uDE00";
    int[] points = alphabet.codePoints().toArray();
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      value.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return value.toString();
  }
}
