package skep.commands.secrets;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skep.commands.TypedSecret;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.secrets.openpgp.Fingerprint;
import skep.secrets.openpgp.PublicKey;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.Recipients;
import skep.secrets.repository.Removal;
import skep.secrets.vault.Secret;

/** What {@code /secrets recipients} says. */
final class RecipientsText {
  private static final int MOST = 20;

  private RecipientsText() {}

  static String list(Recipients recipients, Optional<Departure> departure) {
    List<String> lines = new ArrayList<>();
    if (recipients.byKey().isEmpty()) {
      lines.add(
          "The estate has no recipients: whoever opens it holds an exported key. `git-crypt add-gpg-user KEY` adds one, or `/secrets recipients add` with a public key pasted behind it.");
    } else {
      lines.add("Besides whoever holds an exported key, these GPG keys open the estate's secrets:");
      recipients
          .byKey()
          .forEach((key, fingerprints) ->
              fingerprints.forEach(
                  fingerprint -> lines.add("• `%s` opens %s".formatted(fingerprint, key))));
    }
    departure.ifPresent(one -> lines.add(checklist(one)));
    return String.join("\n", lines);
  }

  /** What is left to be changed since somebody left, and how. */
  static String checklist(Departure departure) {
    String since =
        "`%s` was removed on %s"
            .formatted(
                departure.who(), LocalDate.ofInstant(departure.removal().when(), ZoneOffset.UTC));
    if (departure.open().isEmpty()) {
      return since + "; everything they could read has another value by now.";
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s and still knows %d of the %d secrets they could read. To be changed:"
            .formatted(since, departure.open().size(), departure.all()));
    departure.open().stream()
        .limit(MOST)
        .forEach(secret -> lines.add("• " + Quoted.code(line(secret))));
    if (departure.open().size() > MOST) {
      lines.add("• and %d more".formatted(departure.open().size() - MOST));
    }
    return String.join("\n", lines);
  }

  private static String line(Secret secret) {
    return (secret.generated() ? "/secrets rotate " : "/secrets set ") + secret.name();
  }

  /** Nobody can tell whose key it is but people: they see what it says of itself first. */
  static Outcome shown(PublicKey key) {
    return new Outcome.Refused(
        "This is the key `%s` of %s. Nothing was changed yet: compare the fingerprint with its owner, over another way than this room."
            .formatted(
                key.fingerprint(),
                String.join(", ", key.userIds().stream().map(Quoted::code).toList())),
        "/secrets recipients add " + key.fingerprint());
  }

  static String added(PublicKey key, CommitId made) {
    return ":key: The key `%s` of %s opens the estate's secrets from commit `%s` on."
        .formatted(
            key.fingerprint(),
            String.join(", ", key.userIds().stream().map(Quoted::code).toList()),
            made.brief());
  }

  static String removed(Fingerprint fingerprint, Removal removal) {
    return ":key: The key `%s` opens nothing from commit `%s` on; %d files are encrypted with a new key. What older commits hold it opens for ever."
        .formatted(fingerprint, removal.commit().brief(), removal.readable().size());
  }

  static Outcome secretKey(String fate) {
    String message =
        fate.equals(TypedSecret.Fate.DELETED.mark())
            ? "I deleted the message."
            : "I may not delete the message: delete it yourself, now.";
    return new Outcome.Refused(
        "That was a secret key. It is known to everybody here now: revoke it and make a new one. "
            + message,
        "/secrets recipients add, with the key that gpg --armor --export NAME prints behind it");
  }
}
