package skep.commands.secrets;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.secrets.repository.Revision;
import skep.secrets.vault.Secret;
import skep.secrets.vault.Vault;

/**
 * That somebody was taken off the recipients, and what they could read and still know. The commit
 * itself says both: it encrypted anew just the files they could read.
 *
 * @param who their key's fingerprint
 * @param open secrets that still have the value of then, by name
 * @param all how many they could read, of those that are still there
 */
record Departure(Revision removal, String who, List<Secret> open, int all) {
  private static final int REVISIONS = 200;
  private static final Pattern SUBJECT = Pattern.compile("Remove recipient ([0-9A-F]{40})\\b.*");

  Departure {
    open = List.copyOf(open);
  }

  /** Of the last one who left; who left before could read no more of today's values. */
  static Optional<Departure> last(Estates estates, EstateAt head, Vault vault) {
    for (Revision revision : estates.history(head.commit(), ".git-crypt", REVISIONS)) {
      Matcher subject = SUBJECT.matcher(revision.subject());
      if (subject.matches()) {
        return Optional.of(of(estates, head, vault, revision, subject.group(1)));
      }
    }
    return Optional.empty();
  }

  private static Departure of(
      Estates estates, EstateAt head, Vault vault, Revision removal, String who) {
    Set<String> readable = new TreeSet<>();
    for (String path : head.tree().encrypted()) {
      estates.history(removal.commit(), path, 1).stream()
          .filter(last -> last.commit().equals(removal.commit()))
          .forEach(_ -> readable.add(path));
    }
    List<Secret> known =
        vault.all(head.commit(), head.rules().secrets().rules()).stream()
            .filter(secret -> readable.contains(secret.name().path()))
            .toList();
    List<Secret> open =
        known.stream()
            .filter(secret ->
                secret
                    .changed()
                    .filter(changed -> !changed.when().isAfter(removal.when()))
                    .isPresent())
            .toList();
    return new Departure(removal, who, open, known.size());
  }
}
