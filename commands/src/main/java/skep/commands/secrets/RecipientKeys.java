package skep.commands.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.commands.TypedSecret;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.secrets.openpgp.Fingerprint;
import skep.secrets.openpgp.OpenPgpException;
import skep.secrets.openpgp.PublicKey;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.RecipientException;
import skep.secrets.repository.Recipients;
import skep.secrets.repository.Removal;
import skep.secrets.vault.Vault;

/** {@code /secrets recipients}: whose GPG keys open the estate's secrets. */
final class RecipientKeys {
  /** How long a pasted key waits to be confirmed. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Estates estates;
  private final EstateRepository repository;
  private final Vault vault;
  private final Notice notice;
  private final InstantSource clock;
  private final Map<String, Pasted> pasted = new HashMap<>();

  private record Pasted(String by, PublicKey key, Instant until) {}

  RecipientKeys(
      Estates estates,
      EstateRepository repository,
      Vault vault,
      Notice notice,
      InstantSource clock) {
    this.estates = estates;
    this.repository = repository;
    this.vault = vault;
    this.notice = notice;
    this.clock = clock;
  }

  Outcome list(EstateAt head) {
    return new Outcome.Done(
        RecipientsText.list(
            Recipients.of(head.tree().paths()), Departure.last(estates, head, vault)));
  }

  /** Pasted: shown. By its fingerprint, once somebody has looked at it: added. */
  Outcome add(Invocation in, EstateAt head, String given) {
    if (given.equals(TypedSecret.Fate.DELETED.mark())
        || given.equals(TypedSecret.Fate.LEFT.mark())) {
      return RecipientsText.secretKey(given);
    }
    try {
      return given.contains("-----BEGIN")
          ? show(in, PublicKey.parse(given.getBytes(UTF_8)))
          : confirmed(in, head, given);
    } catch (OpenPgpException | RecipientException e) {
      return new Outcome.Refused(
          "Nothing was changed: " + Quoted.text(e.getMessage()),
          "/secrets recipients add, with the key that gpg --armor --export NAME prints behind it");
    }
  }

  private synchronized Outcome show(Invocation in, PublicKey key) {
    Optional<String> unusable = key.unusable(clock.instant());
    if (unusable.isPresent()) {
      return new Outcome.Refused(
          "The key `%s` cannot be a recipient's: %s."
              .formatted(key.fingerprint(), Quoted.text(unusable.get())),
          "/secrets recipients add, with another key behind it");
    }
    pasted.values().removeIf(one -> one.until().isBefore(clock.instant()));
    pasted.put(slot(in, key), new Pasted(in.by().id(), key, clock.instant().plus(PATIENCE)));
    return RecipientsText.shown(key);
  }

  private Outcome confirmed(Invocation in, EstateAt head, String typed) {
    Optional<PublicKey> key = looked(in, typed);
    if (key.isEmpty()) {
      return new Outcome.Refused(
          "You pasted no key %s within the last ten minutes.".formatted(Quoted.brief(typed)),
          "/secrets recipients add, with the key that gpg --armor --export NAME prints behind it");
    }
    CommitId made = repository.addRecipient(key.get(), Authors.of(in.by()));
    String text = RecipientsText.added(key.get(), made);
    notice.tell(in, head, text);
    return new Outcome.Done(text);
  }

  private synchronized Optional<PublicKey> looked(Invocation in, String typed) {
    Optional<PublicKey> key =
        pasted.values().stream()
            .filter(one -> one.by().equals(in.by().id()))
            .filter(one -> clock.instant().isBefore(one.until()))
            .map(Pasted::key)
            .filter(one -> one.fingerprint().isMeantBy(typed))
            .findFirst();
    key.ifPresent(one -> pasted.remove(slot(in, one)));
    return key;
  }

  private static String slot(Invocation in, PublicKey key) {
    return in.by().id() + " " + key.fingerprint();
  }

  Outcome remove(Invocation in, EstateAt head, String given) {
    List<Fingerprint> meant =
        Recipients.of(head.tree().paths()).byKey().values().stream()
            .flatMap(Collection::stream)
            .distinct()
            .filter(one -> one.isMeantBy(given))
            .toList();
    if (meant.size() != 1) {
      return new Outcome.Refused(
          "%s is no recipient; give the whole fingerprint, or its last 16 digits."
              .formatted(Quoted.brief(given)),
          "/secrets recipients");
    }
    try {
      Removal removal = repository.removeRecipient(meant.getFirst(), Authors.of(in.by()));
      String text = RecipientsText.removed(meant.getFirst(), removal);
      notice.tell(in, head, text);
      return new Outcome.Done(
          text
              + Departure.last(estates, estates.at(""), vault)
                  .map(departure -> "\n" + RecipientsText.checklist(departure))
                  .orElse(""));
    } catch (RecipientException | OpenPgpException e) {
      return new Outcome.Refused(
          "Nothing was changed: " + Quoted.text(e.getMessage()), "/secrets recipients");
    }
  }
}
