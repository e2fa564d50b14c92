package skep.bot.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import skep.bot.wiring.Settings.SettingsException;
import skep.secrets.gitcrypt.GitCryptException;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.openpgp.OpenPgpException;
import skep.secrets.openpgp.SecretKeyFile;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryLogin;
import skep.secrets.repository.Unlock;

/** The way to the estate's repository, as the environment describes it. */
final class EstateAccess {
  private static final String KEY = "GIT_CRYPT_KEY_FILE";
  private static final String GPG_KEY = "GIT_CRYPT_GPG_KEY_FILE";
  private static final String PASSPHRASE = "GIT_CRYPT_GPG_PASSPHRASE";

  private EstateAccess() {}

  /**
   * @param where a directory or URL
   * @param secrets told what is read from encrypted files, and what opens the repository
   */
  static EstateRepository open(Settings settings, String where, KnownSecrets secrets) {
    settings.secret("SKEP_ESTATE_TOKEN").ifPresent(secrets::learn);
    settings.secret(PASSPHRASE).ifPresent(secrets::learn);
    return GitEstateRepository.open(
        RepositoryAddress.parse(where),
        new RepositoryLogin(
            settings.text("SKEP_ESTATE_USER"),
            settings.secret("SKEP_ESTATE_TOKEN"),
            settings.path("SKEP_ESTATE_KEY_FILE"),
            settings.path("SKEP_ESTATE_KNOWN_HOSTS_FILE")),
        unlock(settings),
        GitEstateRepository.DEADLINE,
        secrets::learn);
  }

  /** A repository that anybody may read, and in which nothing is opened. */
  static EstateRepository openAnonymously(String where) {
    return GitEstateRepository.open(
        RepositoryAddress.parse(where),
        RepositoryLogin.NONE,
        new Unlock.WithNothing(),
        GitEstateRepository.DEADLINE,
        _ -> {});
  }

  private static Unlock unlock(Settings settings) {
    Optional<Path> exported = settings.path(KEY);
    Optional<Path> gpg = settings.path(GPG_KEY);
    if (exported.isPresent() && gpg.isPresent()) {
      throw new SettingsException("give %s or %s, not both".formatted(KEY, GPG_KEY));
    }
    return exported
        .<Unlock>map(file -> new Unlock.WithKeys(List.of(exported(file))))
        .or(() -> gpg.map(file -> new Unlock.AsRecipient(gpg(file, settings))))
        .orElseGet(Unlock.WithNothing::new);
  }

  private static GitCryptKey exported(Path file) {
    try {
      return GitCryptKey.parse(read(KEY, file, "export the key with git-crypt export-key"));
    } catch (GitCryptException e) {
      throw new SettingsException(
          "%s names %s, which holds no git-crypt key (%s): export it with git-crypt export-key"
              .formatted(KEY, file, e.getMessage()));
    }
  }

  private static SecretKeyFile gpg(Path file, Settings settings) {
    try {
      return SecretKeyFile.parse(
          read(GPG_KEY, file, "export the key with gpg --export-secret-keys -o"),
          settings.secret(PASSPHRASE));
    } catch (OpenPgpException e) {
      throw new SettingsException(
          "%s names %s, which opens nothing: %s (the passphrase is %s)"
              .formatted(GPG_KEY, file, e.getMessage(), PASSPHRASE));
    }
  }

  private static byte[] read(String variable, Path file, String remedy) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new SettingsException(
          "%s names %s, which is not there: %s %s".formatted(variable, file, remedy, file));
    } catch (IOException e) {
      throw new SettingsException(
          "%s names %s, which cannot be read: %s".formatted(variable, file, e.getMessage()));
    }
  }
}
