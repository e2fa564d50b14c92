package skep.deploy.bucket;

import skep.secrets.redaction.SecretValue;

/** The key pair of a bucket: R2's access key id and secret access key, as S3 has them. */
public record BucketCredentials(SecretValue id, SecretValue secret) {
  public BucketCredentials {
    if (id.size() == 0 || secret.size() == 0) {
      throw new IllegalArgumentException(
          "the bucket's key is empty: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the file"
              + " that backup.credentials names");
    }
  }
}
