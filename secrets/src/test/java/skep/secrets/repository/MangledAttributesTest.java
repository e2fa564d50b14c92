package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import skep.secrets.mangled.Mangled;
import skep.secrets.mangled.Share;

class MangledAttributesTest {
  private static final List<String> PATHS =
      List.of("secret/web.env", "a", "with space/x", "a/b/deep/c.yml", "[x]/\"y\"/*.z");

  @Test
  void rulesAreReadWhateverTheySay() {
    List<byte[]> samples =
        Stream.of(
                "secret/** filter=git-crypt diff=git-crypt\n",
                "[attr]hidden filter=git-crypt -diff !text\n*.pem hidden\nsub/open !filter\n",
                "\"with space/*\" filter=git-crypt-ops_1\r\n# nothing\r\n/a -filter\r\n",
                "**/deep/*.y[a-m]l filter\n*.p?m filter=\n[!a-]*\\[ x\n[[:alpha:]]*.q y=z\n",
                "\uFEFF\"\\303\\244\\t\\\"\" filter=git-crypt\n")
            .map(text -> text.getBytes(UTF_8))
            .toList();
    new Mangled(Share.ATTRIBUTES, samples, Set.of())
        .are(bytes -> {
          AttributesFile file = AttributesFile.parse(bytes);
          PATHS.forEach(path -> assertThat(file.of(path)).doesNotContainNull());
        });
  }

  @Test
  void aPathIsOneOfACopyOrOfSomethingElse() {
    List<byte[]> samples =
        Stream.of(
                ".git-crypt/keys/default/0/" + "0123456789ABCDEF".repeat(2) + "01234567.gpg",
                ".git-crypt/keys/ops_1/12/" + "0123456789ABCDEF".repeat(4) + ".gpg")
            .map(path -> path.getBytes(ISO_8859_1))
            .toList();
    new Mangled(Share.RECIPIENT_PATH, samples, Set.of())
        .are(bytes -> {
          String path = new String(bytes, ISO_8859_1);
          RecipientCopy.parse(path).ifPresent(copy -> assertThat(copy.path()).isEqualTo(path));
        });
  }
}
