package skep.bot.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import skep.bot.wiring.Settings.SettingsException;
import skep.secrets.gitcrypt.GitCryptException;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryLogin;

/** The way to the estate's repository, as the environment describes it. */
final class EstateAccess {
  private EstateAccess() {}

  /**
   * @param where a directory or URL
   * @param secrets told what is read from encrypted files, and what opens the repository
   */
  static EstateRepository open(Settings settings, String where, KnownSecrets secrets) {
    settings.secret("SKEP_ESTATE_TOKEN").ifPresent(secrets::learn);
    return GitEstateRepository.open(
        RepositoryAddress.parse(where),
        new RepositoryLogin(
            settings.text("SKEP_ESTATE_USER"),
            settings.secret("SKEP_ESTATE_TOKEN"),
            settings.path("SKEP_ESTATE_KEY_FILE"),
            settings.path("SKEP_ESTATE_KNOWN_HOSTS_FILE")),
        key(settings),
        GitEstateRepository.DEADLINE,
        secrets::learn);
  }

  private static Optional<GitCryptKey> key(Settings settings) {
    return settings.path("GIT_CRYPT_KEY_FILE").map(EstateAccess::key);
  }

  private static GitCryptKey key(Path file) {
    try {
      return GitCryptKey.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new SettingsException(
          "GIT_CRYPT_KEY_FILE names %s, which is not there: export the key with git-crypt export-key %s"
              .formatted(file, file));
    } catch (GitCryptException e) {
      throw new SettingsException(
          "GIT_CRYPT_KEY_FILE names %s, which holds no git-crypt key (%s): export it with git-crypt export-key"
              .formatted(file, e.getMessage()));
    } catch (IOException e) {
      throw new SettingsException(
          "GIT_CRYPT_KEY_FILE names " + file + ", which cannot be read: " + e.getMessage());
    }
  }
}
