package skep.secrets.vault;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The values of one file by their keys. A change touches the text of that value alone: comments,
 * order and spelling of all others stay.
 */
public sealed interface SecretDocument permits EnvFile, YamlFile {
  /** As text, by key. */
  SortedMap<KeyPath, String> values();

  /**
   * With this value changed, or added where there is none of that key.
   *
   * @throws UneditableException where the file's form does not allow it
   */
  SecretDocument with(KeyPath key, String value);

  /**
   * Without this value; the same where there is none.
   *
   * @throws UneditableException where the file's form does not allow it
   */
  SecretDocument without(KeyPath key);

  byte[] bytes();

  /** On which line, from 0 on, each value begins. */
  SortedMap<Integer, KeyPath> lines();

  /**
   * Of {@code .env} files, YAML and JSON by the file's name; empty where it is another kind, is not
   * UTF-8 text, or does not parse: then the whole file is the value.
   */
  static Optional<SecretDocument> parse(String path, byte[] content) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return text(content).flatMap(text -> ofKind(name, text));
  }

  private static Optional<SecretDocument> ofKind(String name, String text) {
    if (name.endsWith(".env") || name.equals(".env") || name.startsWith(".env.")) {
      return EnvFile.parse(text).map(file -> file);
    }
    boolean isYaml = name.endsWith(".yml") || name.endsWith(".yaml");
    return isYaml || name.endsWith(".json")
        ? YamlFile.parse(text, !isYaml).map(file -> file)
        : Optional.empty();
  }

  private static Optional<String> text(byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      boolean isPlain = text.indexOf('\0') < 0 && !text.startsWith("\uFEFF");
      return isPlain ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** An edit is believed once the text that came out of it says what was meant. */
  static <D extends SecretDocument> D checked(
      Optional<D> edited, Map<KeyPath, String> meant, KeyPath key) {
    return edited
        .filter(document -> document.values().equals(meant))
        .orElseThrow(() ->
            new UneditableException(
                "the value of %s cannot be changed by itself in this file (anchors, aliases or another unusual form); edit the file as a whole"
                    .formatted(key)));
  }
}
