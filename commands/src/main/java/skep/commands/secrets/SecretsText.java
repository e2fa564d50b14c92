package skep.commands.secrets;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import skep.commands.chat.Quoted;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.Revision;
import skep.secrets.vault.FileHistory;
import skep.secrets.vault.KeyChange;
import skep.secrets.vault.Secret;

/** What {@code /secrets} says. Names of files and keys are quoted: people chose them. */
final class SecretsText {
  private static final int KEYS = 20;

  private SecretsText() {}

  /**
   * An encrypted file.
   *
   * @param secrets the values in it
   * @param stacks that use it
   * @param waiting those of them whose release does not have its newest values
   */
  record Listed(String path, List<Secret> secrets, List<String> stacks, List<String> waiting) {}

  static String list(CommitId commit, List<Listed> files, Uses uses, Instant now) {
    if (files.isEmpty()) {
      return "Nothing in the estate is encrypted at `%s`. `git-crypt init` and a `.gitattributes` begin it."
          .formatted(commit.brief());
    }
    List<String> lines = new ArrayList<>();
    lines.add("Encrypted in the estate at `%s`:".formatted(commit.brief()));
    files.forEach(file -> lines.add("• " + line(file, now)));
    uses.missing()
        .forEach((stack, paths) ->
            lines.add(
                ":warning: *%s* needs %s, which is not there."
                    .formatted(stack, codes(List.copyOf(paths)))));
    if (!uses.unread().isEmpty()) {
      lines.add(
          "Not all is known of what uses them: %s cannot be read; `/diff` says why."
              .formatted(stacks(uses.unread())));
    }
    return String.join("\n", lines);
  }

  private static String line(Listed listed, Instant now) {
    boolean locked = listed.secrets().getFirst().locked();
    boolean whole = listed.secrets().getFirst().name().key().isEmpty();
    String keys =
        locked
            ? " (locked: no key at hand opens it)"
            : whole ? age(listed.secrets().getFirst(), now) : ": " + keys(listed.secrets(), now);
    String used =
        listed.stacks().isEmpty() ? "used by no stack" : "used by " + stacks(listed.stacks());
    String waits =
        listed.waiting().isEmpty() ? "" : ", not deployed yet to " + stacks(listed.waiting());
    return "%s%s; %s%s".formatted(Quoted.code(listed.path()), keys, used, waits);
  }

  private static String keys(List<Secret> secrets, Instant now) {
    String shown =
        secrets.stream()
            .limit(KEYS)
            .map(one -> Quoted.code(one.name().key().orElseThrow().toString()) + age(one, now))
            .collect(Collectors.joining(", "));
    return secrets.size() > KEYS ? shown + " and %d more".formatted(secrets.size() - KEYS) : shown;
  }

  /** How old it is, and how long it is still good. */
  private static String age(Secret secret, Instant now) {
    List<String> parts = new ArrayList<>();
    secret.daysOld(now).ifPresent(days -> parts.add(days == 0 ? "today" : days + " d old"));
    secret
        .daysLeft(now)
        .ifPresent(left -> parts.add(left < 0 ? "*expired*" : "expires in " + left + " d"));
    if (!secret.covered()) {
      parts.add("too short to be kept out of texts");
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
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

  static String history(String path, List<FileHistory.Step> steps, boolean isMore) {
    List<String> lines = new ArrayList<>();
    lines.add(Quoted.code(path) + ", the newest change first:");
    for (FileHistory.Step step : steps) {
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

  static String words(List<KeyChange> changes) {
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
