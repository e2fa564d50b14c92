package skep.secrets.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretLeavesTest {
  @Test
  void yamlValuesAreKnownAndKeysAreNot() {
    assertThat(
            leaves(
                """
                # the team's passwords-in-clear
                database:
                  password: hunter2-hunter2
                  url: "postgres://web:s3cr:et@db/web"   # of the app
                  user: 'o''brien-the-first'
                tokens:
                  - first-token-1
                  - name: second-token-2
                inline: {api: third-token-3, other: "fourth-token-4"}
                key: |
                  -----BEGIN KEY-----
                  MIIEvQIBADANBgkqhkiG9w0
                short: 8080
                """))
        .contains(
            "hunter2-hunter2",
            "postgres://web:s3cr:et@db/web",
            "o'brien-the-first",
            "first-token-1",
            "second-token-2",
            "third-token-3",
            "fourth-token-4",
            "MIIEvQIBADANBgkqhkiG9w0")
        .doesNotContain("database", "password", "8080", "database:")
        .noneMatch(value -> value.contains("passwords-in-clear"));
  }

  @Test
  void environmentFilesAndJsonHaveValuesToo() {
    assertThat(leaves("export API_TOKEN=abc=def==\nPASSWORD=\"with blank\"\n"))
        .contains("abc=def==", "with blank")
        .doesNotContain("API_TOKEN", "PASSWORD");
    assertThat(leaves("{\"token\": \"line\\none\", \"list\": [\"second-one\"], \"n\": 1234567}"))
        .contains("line\none", "second-one", "1234567")
        .doesNotContain("token");
  }

  @Test
  void aFileThatIsNoTextIsOneValue() {
    byte[] key = {0, 1, 2, (byte) 0xFF, 4, 5, 6, 7};
    assertThat(SecretLeaves.of(key)).containsExactly(SecretValue.of(key));
  }

  @Test
  void aFileOfDataIsNotTakenForPasswords() {
    assertThat(leaves("password: hunter2-hunter2\n".repeat(20_000))).isEmpty();
  }

  private static List<String> leaves(String content) {
    return SecretLeaves.of(content.getBytes(UTF_8)).stream()
        .map(value -> new String(value.reveal(), UTF_8))
        .toList();
  }
}
