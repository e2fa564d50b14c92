package skep.deploy.bucket;

import java.util.List;
import java.util.regex.Pattern;

/** User names and passwords have no place in an address: it is shown, logged and an argument. */
final class Credentials {
  /** Up to the last {@code @}, wherever it stands: a password may hold any sign. */
  static final Pattern IN_ADDRESS = Pattern.compile("(//|^[sS]3:).*@", Pattern.DOTALL);

  /** A signed link's query is as good as a password. */
  static final Pattern QUERY = Pattern.compile("\\?.*", Pattern.DOTALL);

  /** What else restic can reach. */
  static final List<String> OTHERS =
      List.of("sftp:", "rest:", "b2:", "azure:", "gs:", "swift:", "rclone:");

  private static final Pattern PASSWORD = Pattern.compile("//[^/\\s]*:[^/\\s]*@|^s3:[^/\\s]*@");
  private static final Pattern WEB_USER = Pattern.compile("(?i)https?://[^/\\s]*@");

  private Credentials() {}

  static void refuse(String address) {
    if (PASSWORD.matcher(address).find() || WEB_USER.matcher(address).find()) {
      throw new IllegalArgumentException(
          ("the address %s holds a user or password: take it out, and put it into the encrypted"
                  + " file that backup.credentials names (%s); it was seen by whoever read the"
                  + " address, so rotate it")
              .formatted(
                  RepositoryAddress.redacted(address),
                  address.startsWith("rest:")
                      ? "RESTIC_REST_USERNAME, RESTIC_REST_PASSWORD"
                      : "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY"));
    }
  }
}
