package skep.secrets.repository;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.openpgp.Fingerprint;

/**
 * One recipient's copy of one version of a key, encrypted to their GPG key, as git-crypt keeps it:
 * {@code .git-crypt/keys/default/0/FINGERPRINT.gpg}.
 */
record RecipientCopy(KeyName key, int version, Fingerprint recipient) {
  static final String FOLDER = ".git-crypt/keys/";
  private static final Pattern PATH =
      Pattern.compile(
          Pattern.quote(FOLDER)
              + "([A-Za-z0-9_-]{1,128})/(0|[1-9][0-9]{0,8})/([0-9A-F]{40}|[0-9A-F]{64})\\.gpg");

  static Optional<RecipientCopy> parse(String path) {
    Matcher parts = PATH.matcher(path);
    return parts.matches()
        ? Optional.of(
            new RecipientCopy(
                new KeyName(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                new Fingerprint(parts.group(3))))
        : Optional.empty();
  }

  /** Where Skep keeps a recipient's public key: git-crypt keeps none, and a new key needs it. */
  static String publicKeyPath(Fingerprint recipient) {
    return ".git-crypt/recipients/%s.asc".formatted(recipient);
  }

  String path() {
    return "%s%s/%d/%s.gpg".formatted(FOLDER, key.folder(), version, recipient);
  }
}
