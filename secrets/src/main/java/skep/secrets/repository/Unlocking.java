package skep.secrets.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import skep.secrets.gitcrypt.GitCryptException;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.gitcrypt.KeyRing;
import skep.secrets.openpgp.Fingerprint;
import skep.secrets.openpgp.OpenPgpException;
import skep.secrets.openpgp.SecretKeyFile;

/** Finds the keys of a commit's encrypted files; a copy that was opened once is remembered. */
final class Unlocking {
  private final Unlock unlock;
  private final Map<ObjectId, GitCryptKey> opened = new ConcurrentHashMap<>();

  Unlocking(Unlock unlock) {
    this.unlock = unlock;
  }

  /** The key by which the bot is a recipient itself. */
  Optional<SecretKeyFile> own() {
    return unlock instanceof Unlock.AsRecipient(var key) ? Optional.of(key) : Optional.empty();
  }

  /**
   * @param missing what to say of a file where there are no keys at all
   */
  record Keys(KeyRing ring, String missing) {}

  /**
   * @param files all of the commit
   * @param read the content of a file as git holds it
   */
  Keys of(SortedMap<String, ObjectId> files, Function<ObjectId, byte[]> read) {
    return switch (unlock) {
      case Unlock.WithNothing _ ->
          new Keys(
              KeyRing.EMPTY,
              "no key was given; set GIT_CRYPT_KEY_FILE to an exported key, or GIT_CRYPT_GPG_KEY_FILE to a recipient's GPG key");
      case Unlock.WithKeys(var keys) -> new Keys(KeyRing.of(keys), "no key was given");
      case Unlock.AsRecipient(var key) -> keys(key, files, read);
    };
  }

  private Keys keys(
      SecretKeyFile mine, SortedMap<String, ObjectId> files, Function<ObjectId, byte[]> read) {
    SortedMap<KeyName, GitCryptKey> keys = new TreeMap<>();
    List<String> broken = new ArrayList<>();
    SortedSet<Fingerprint> recipients = new TreeSet<>();
    files
        .tailMap(RecipientCopy.FOLDER)
        .forEach((path, id) ->
            RecipientCopy.parse(path)
                .ifPresent(copy -> {
                  recipients.add(copy.recipient());
                  if (mine.fingerprints().contains(copy.recipient())) {
                    try {
                      GitCryptKey key =
                          opened.computeIfAbsent(id, _ -> open(copy, mine, read.apply(id)));
                      keys.merge(copy.key(), key, GitCryptKey::and);
                    } catch (OpenPgpException | GitCryptException e) {
                      broken.add("%s: %s".formatted(path, e.getMessage()));
                    }
                  }
                }));
    return new Keys(
        KeyRing.of(List.copyOf(keys.values())),
        broken.stream().findFirst().orElse(isNoRecipient(mine, recipients)));
  }

  private static GitCryptKey open(RecipientCopy copy, SecretKeyFile mine, byte[] message) {
    GitCryptKey key = GitCryptKey.parse(mine.decrypt(message));
    if (!key.name().equals(copy.key())) {
      throw new GitCryptException(
          "it holds %s and should hold %s".formatted(key.name(), copy.key()));
    }
    return key.only(copy.version());
  }

  private static String isNoRecipient(SecretKeyFile mine, SortedSet<Fingerprint> recipients) {
    return recipients.isEmpty()
        ? "the repository has no recipients in .git-crypt/keys; add one: git-crypt add-gpg-user KEY"
        : "the GPG key %s is not among its recipients %s; add it: git-crypt add-gpg-user KEY"
            .formatted(mine.fingerprints().getFirst(), recipients);
  }
}
