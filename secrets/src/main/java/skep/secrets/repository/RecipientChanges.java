package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.gitcrypt.KeyRing;
import skep.secrets.openpgp.Fingerprint;
import skep.secrets.openpgp.PublicKey;
import skep.secrets.openpgp.SecretKeyFile;

/**
 * Works out who gets which copy of a key. Whoever leaves knows the key, so there is a new one, and
 * every file is encrypted anew: with version 0, the only one git-crypt 0.7 decrypts with.
 */
final class RecipientChanges {
  /** As git-crypt itself writes it, in sense. */
  private static final String ATTRIBUTES_PATH = ".git-crypt/.gitattributes";

  private static final String ATTRIBUTES =
      "# Keeps git-crypt from encrypting its own files.\n* !filter !diff\n*.gpg binary\n";

  private final Optional<SecretKeyFile> own;
  private final Instant now;

  /** The same whenever the branch moved: one removal makes one new key. */
  private final Map<KeyName, GitCryptKey> fresh = new HashMap<>();

  private final SortedMap<String, Optional<Supplier<byte[]>>> files = new TreeMap<>();

  RecipientChanges(Optional<SecretKeyFile> own, Instant now) {
    this.own = own;
    this.now = now;
  }

  /** All keys at hand for one more recipient. */
  Draft.Files adding(PublicKey recipient, GitFileTree newest) {
    files.clear();
    if (newest.keys().isEmpty()) {
      throw new RecipientException(
          "no key of the estate is at hand, so none can be given to anybody");
    }
    for (GitCryptKey key : newest.keys().all()) {
      for (int version : key.versions()) {
        RecipientCopy copy = new RecipientCopy(key.name(), version, recipient.fingerprint());
        if (newest.read(copy.path()).isEmpty()) {
          put(copy.path(), recipient.encrypt(key.only(version).bytes(), now));
        }
      }
    }
    put(RecipientCopy.publicKeyPath(recipient.fingerprint()), recipient.armored().getBytes(UTF_8));
    if (newest.read(ATTRIBUTES_PATH).isEmpty()) {
      put(ATTRIBUTES_PATH, ATTRIBUTES.getBytes(UTF_8));
    }
    return new Draft.Files(new TreeMap<>(files), newest.keys());
  }

  /** A new key for everybody else, and every file encrypted with it. */
  Draft.Files removing(Fingerprint leaver, GitFileTree newest) {
    files.clear();
    SortedMap<KeyName, SortedSet<Fingerprint>> all = Recipients.of(newest.paths()).byKey();
    List<GitCryptKey> keys = new ArrayList<>();
    for (var each : all.entrySet()) {
      if (each.getValue().contains(leaver)) {
        SortedSet<Fingerprint> others = new TreeSet<>(each.getValue());
        others.remove(leaver);
        keys.add(replace(each.getKey(), others, newest));
      }
    }
    if (keys.isEmpty()) {
      throw new RecipientException(
          "%s is no recipient; those are %s".formatted(leaver, all.values()));
    }
    newest
        .keyed()
        .forEach((path, name) -> {
          if (fresh.containsKey(name)) {
            files.put(path, Optional.of(() -> newest.read(path).orElseThrow()));
          }
        });
    files.put(RecipientCopy.publicKeyPath(leaver), Optional.empty());
    keys.addAll(newest.keys().all());
    return new Draft.Files(new TreeMap<>(files), KeyRing.of(keys));
  }

  /** The files among those of {@link #removing} that were encrypted anew. */
  SortedSet<String> reencrypted() {
    SortedSet<String> paths = new TreeSet<>(files.keySet());
    paths.removeIf(path -> path.startsWith(".git-crypt/"));
    return paths;
  }

  private GitCryptKey replace(KeyName name, Set<Fingerprint> others, GitFileTree newest) {
    refuseLockingOurselvesOut(name, others);
    Map<Fingerprint, PublicKey> publicKeys = publicKeys(others, newest);
    for (String path : newest.paths()) {
      RecipientCopy.parse(path)
          .filter(copy -> copy.key().equals(name))
          .ifPresent(_ -> files.put(path, Optional.empty()));
    }
    GitCryptKey key = fresh.computeIfAbsent(name, GitCryptKey::generate);
    publicKeys.forEach((recipient, publicKey) ->
        put(new RecipientCopy(name, 0, recipient).path(), publicKey.encrypt(key.bytes(), now)));
    return key;
  }

  private void refuseLockingOurselvesOut(KeyName name, Set<Fingerprint> others) {
    boolean isOurs =
        own.stream().flatMap(key -> key.fingerprints().stream()).anyMatch(others::contains);
    if (!isOurs) {
      throw new RecipientException(
          "%s would have a new version that Skep itself could not open; make Skep a recipient with a GPG key of its own (GIT_CRYPT_GPG_KEY_FILE)"
              .formatted(name));
    }
  }

  private Map<Fingerprint, PublicKey> publicKeys(Set<Fingerprint> recipients, GitFileTree newest) {
    Map<Fingerprint, PublicKey> keys = new TreeMap<>();
    SortedSet<Fingerprint> missing = new TreeSet<>();
    for (Fingerprint recipient : recipients) {
      newest
          .read(RecipientCopy.publicKeyPath(recipient))
          .map(PublicKey::parse)
          .filter(key -> key.fingerprint().equals(recipient))
          .or(() -> own.flatMap(key -> key.publicKey(recipient)))
          .ifPresentOrElse(key -> keys.put(recipient, key), () -> missing.add(recipient));
    }
    if (!missing.isEmpty()) {
      throw new RecipientException(
          "the public keys of the remaining recipients %s are not in the estate, so they cannot get the new key; add each first (git-crypt keeps none)"
              .formatted(missing));
    }
    return keys;
  }

  private void put(String path, byte[] content) {
    files.put(path, Optional.of(() -> content));
  }
}
