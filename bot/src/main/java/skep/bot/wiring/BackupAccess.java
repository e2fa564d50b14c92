package skep.bot.wiring;

import java.util.Optional;
import java.util.function.Consumer;
import skep.commands.chat.SetupException;
import skep.commands.planning.Estates.EstateAt;
import skep.deploy.backup.Repository;
import skep.deploy.bucket.BucketCredentials;
import skep.deploy.bucket.LocalFolder;
import skep.deploy.bucket.RepositoryAddress;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.r2.S3Bucket;
import skep.secrets.redaction.SecretValue;
import skep.secrets.vault.KeyPath;
import skep.secrets.vault.SecretName;
import skep.secrets.vault.Vault;

/**
 * What opens the backups' repository.
 *
 * @param keys of the bucket; empty where it is in none
 */
record BackupAccess(
    RepositoryAddress address, SecretValue password, Optional<Repository.Keys> keys) {
  /**
   * From the estate's encrypted file.
   *
   * @param learn takes each value, so that it stands in no text
   * @throws SetupException where one is missing
   */
  static BackupAccess of(EstateAt head, BackupPolicy policy, Consumer<SecretValue> learn) {
    RepositoryAddress address = RepositoryAddress.parse(policy.repository());
    SecretValue password = secret(head, policy, "RESTIC_PASSWORD", learn);
    Optional<Repository.Keys> keys =
        address instanceof RepositoryAddress.InBucket
            ? Optional.of(
                new Repository.Keys(
                    secret(head, policy, "AWS_ACCESS_KEY_ID", learn),
                    secret(head, policy, "AWS_SECRET_ACCESS_KEY", learn)))
            : Optional.empty();
    return new BackupAccess(address, password, keys);
  }

  private static SecretValue secret(
      EstateAt head, BackupPolicy policy, String name, Consumer<SecretValue> learn) {
    SecretName secret = new SecretName(policy.credentials(), Optional.of(KeyPath.of(name)));
    SecretValue value =
        Vault.value(head.tree(), secret)
            .orElseThrow(() ->
                new SetupException(
                    "the backups' repository needs %s, and the estate has no %s; put it there, encrypted"
                        .formatted(name, secret)));
    learn.accept(value);
    return value;
  }

  /** Empty where Skep does not know the storage. */
  Optional<RepositoryObjects> objects() {
    return switch (address) {
      case RepositoryAddress.InBucket bucket ->
          keys.map(both -> new S3Bucket(bucket, new BucketCredentials(both.id(), both.secret())));
      case RepositoryAddress.InFolder folder -> Optional.of(new LocalFolder(folder));
      case RepositoryAddress.Other _ -> Optional.empty();
    };
  }
}
