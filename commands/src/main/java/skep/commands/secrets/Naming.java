package skep.commands.secrets;

import java.util.List;
import java.util.Optional;
import skep.commands.Nearest;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.secrets.repository.FileTree;
import skep.secrets.vault.SecretFile;
import skep.secrets.vault.SecretName;

/** What secret somebody means by what they typed. */
sealed interface Naming {
  /**
   * @param isNew whether the file has no such key yet
   */
  record Known(SecretName name, boolean isNew) implements Naming {}

  record Unclear(Outcome.Refused refusal) implements Naming {}

  /**
   * @param form the line's beginning, {@code /secrets set}, for the line to type instead
   */
  static Naming of(String typed, FileTree tree, String form) {
    List<SecretFile> files = SecretFile.of(tree);
    return switch (SecretName.meant(typed, files)) {
      case SecretName.Meant.One(var name, var isNew) -> new Known(name, isNew);
      case SecretName.Meant.Several(var names) ->
          new Unclear(
              new Outcome.Refused(
                  "%s may be any of %s."
                      .formatted(
                          Quoted.code(typed),
                          SecretsText.codes(names.stream().map(SecretName::toString).toList())),
                  form + " " + names.getFirst()));
      case SecretName.Meant.None() -> none(typed, files, form);
    };
  }

  private static Naming none(String typed, List<SecretFile> files, String form) {
    Optional<String> nearest = Nearest.to(typed, SecretName.spellings(files));
    return new Unclear(
        new Outcome.Refused(
            "There is no secret %s.".formatted(Quoted.code(typed)),
            nearest.map(name -> form + " " + name).orElse("/secrets list")));
  }
}
