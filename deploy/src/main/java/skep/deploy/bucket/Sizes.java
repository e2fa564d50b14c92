package skep.deploy.bucket;

/** Only small objects are read and put whole. */
public final class Sizes {
  private Sizes() {}

  public static void check(String key, byte[] content) {
    if (content.length > RepositoryObjects.MOST_BYTES) {
      throw new IllegalArgumentException(
          "%s has %d bytes; at most %d are put whole"
              .formatted(key, content.length, RepositoryObjects.MOST_BYTES));
    }
  }

  public static BucketException.Rejected tooLarge(String key) {
    return new BucketException.Rejected(
        "%s has more than %d bytes and is not read whole: only restic reads such"
            .formatted(key, RepositoryObjects.MOST_BYTES));
  }
}
