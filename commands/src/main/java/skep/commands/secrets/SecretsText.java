package skep.commands.secrets;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import skep.commands.chat.Quoted;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.Recipients;
import skep.secrets.repository.Revision;
import skep.secrets.vault.KeyChange;
import skep.secrets.vault.SecretFile;

/** What {@code /secrets} says. Names of files and keys are quoted: people chose them. */
final class SecretsText {
  private static final int KEYS = 20;

  private SecretsText() {}

  /**
   * @param stacks that use it
   * @param latest the commit that changed it last
   */
  record Listed(SecretFile file, List<String> stacks, Optional<Revision> latest) {}

  static String list(CommitId commit, List<Listed> files, List<String> unread) {
    if (files.isEmpty()) {
      return "Nothing in the estate is encrypted at `%s`. `git-crypt init` and a `.gitattributes` begin it."
          .formatted(commit.brief());
    }
    List<String> lines = new ArrayList<>();
    lines.add("Encrypted in the estate at `%s`:".formatted(commit.brief()));
    files.forEach(file -> lines.add("• " + line(file)));
    if (!unread.isEmpty()) {
      lines.add(
          "Not all is known of what uses them: %s cannot be read; `/diff` says why."
              .formatted(stacks(unread)));
    }
    return String.join("\n", lines);
  }

  private static String line(Listed listed) {
    SecretFile file = listed.file();
    String keys =
        file.locked()
            ? " (locked: no key at hand opens it)"
            : file.keys().isEmpty() ? "" : ": " + keys(file.keys());
    String used =
        listed.stacks().isEmpty() ? "used by no stack" : "used by " + stacks(listed.stacks());
    return "%s%s; %s, %s".formatted(Quoted.code(file.path()), keys, used, changed(listed.latest()));
  }

  private static String keys(Collection<?> keys) {
    String shown =
        keys.stream()
            .limit(KEYS)
            .map(key -> Quoted.code(key.toString()))
            .collect(Collectors.joining(", "));
    return keys.size() > KEYS ? shown + " and %d more".formatted(keys.size() - KEYS) : shown;
  }

  private static String stacks(List<String> names) {
    return names.stream().map(name -> "*" + name + "*").collect(Collectors.joining(", "));
  }

  static String codes(List<String> names) {
    return names.stream().map(Quoted::code).collect(Collectors.joining(", "));
  }

  private static String changed(Optional<Revision> revision) {
    return revision.map(it -> "changed " + when(it)).orElse("not committed yet");
  }

  private static String when(Revision revision) {
    return "%s by %s (`%s`)"
        .formatted(
            LocalDate.ofInstant(revision.when(), ZoneOffset.UTC),
            Quoted.code(revision.author()),
            revision.commit().brief());
  }

  static String recipients(Recipients recipients) {
    if (recipients.byKey().isEmpty()) {
      return "The estate has no recipients: whoever opens it holds an exported key. `git-crypt add-gpg-user KEY` adds one.";
    }
    List<String> lines = new ArrayList<>();
    lines.add("Besides whoever holds an exported key, these GPG keys open the estate's secrets:");
    recipients
        .byKey()
        .forEach((key, fingerprints) ->
            fingerprints.forEach(
                fingerprint -> lines.add("• `%s` opens %s".formatted(fingerprint, key))));
    return String.join("\n", lines);
  }

  /** One commit of a file's history. */
  record Step(Revision revision, List<KeyChange> changes) {}

  static String history(String path, List<Step> steps, boolean isMore) {
    List<String> lines = new ArrayList<>();
    lines.add(Quoted.code(path) + ", the newest change first:");
    for (Step step : steps) {
      lines.add(
          "• %s: %s; %s"
              .formatted(
                  when(step.revision()),
                  words(step.changes()),
                  Quoted.brief(step.revision().subject())));
    }
    if (isMore) {
      lines.add("There are older ones; `git log -- FILE` shows them.");
    }
    return String.join("\n", lines);
  }

  private static String words(List<KeyChange> changes) {
    return changes.isEmpty()
        ? "no value changed"
        : changes.stream().map(SecretsText::word).collect(Collectors.joining(", "));
  }

  private static String word(KeyChange change) {
    String verb = change.kind().name().toLowerCase(java.util.Locale.ROOT);
    return change.key().map(key -> verb + " " + Quoted.code(key.toString())).orElse(verb);
  }

  /**
   * @param latest the commit that changed the file last
   */
  record FileChange(String path, List<KeyChange> keys, Optional<Revision> latest) {}

  record Difference(String heading, List<FileChange> files) {}

  static String differences(List<Difference> differences) {
    List<String> lines = new ArrayList<>();
    for (Difference difference : differences) {
      lines.add(
          difference.heading() + (difference.files().isEmpty() ? ": no secret differs" : ":"));
      for (FileChange file : difference.files()) {
        lines.add(
            "• %s: %s; %s"
                .formatted(Quoted.code(file.path()), words(file.keys()), changed(file.latest())));
      }
    }
    return differences.isEmpty()
        ? "No stack that was deployed uses an encrypted file."
        : String.join("\n", lines);
  }
}
