package skep.deploy.bucket;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a restic repository lies, written as restic's option {@code -r} takes it. Never with a user
 * or password of a server in it.
 */
public sealed interface RepositoryAddress {
  /**
   * An S3 bucket.
   *
   * @param endpoint {@code https://host}, with a port where it is not the usual one
   * @param prefix of the repository's keys: empty, or ending with a slash
   */
  record InBucket(URI endpoint, String bucket, String prefix) implements RepositoryAddress {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    public InBucket {
      if (bucket.length() < 3 || bucket.length() > 63 || !NAME.matcher(bucket).matches()) {
        throw new IllegalArgumentException(
            ("'%s' is no name of a bucket: 3 to 63 lower-case letters, digits and dashes; write"
                    + " s3:https://host/bucket, with a folder behind it or without")
                .formatted(bucket.replaceAll(".*@", "***@")));
      }
    }

    @Override
    public String restic() {
      String path = prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1);
      return "s3:%s/%s%s".formatted(endpoint, bucket, path);
    }
  }

  /** A folder of the machine that reads this. */
  record InFolder(Path folder) implements RepositoryAddress {
    public InFolder {
      if (!folder.isAbsolute()) {
        throw new IllegalArgumentException(
            "%s is relative: write the folder of the repository from / on".formatted(folder));
      }
    }

    @Override
    public String restic() {
      return folder.toString();
    }
  }

  /** Restic can reach it, and Skep cannot look at its objects: {@code sftp:}, {@code rest:}. */
  record Other(String restic) implements RepositoryAddress {}

  /** As restic is to be given it. */
  String restic();

  /** As people may be shown it; an address that could be read holds nothing secret. */
  default String redacted() {
    return restic();
  }

  /**
   * Any text that is meant to be an address, without what may be a password in it; for messages
   * about addresses that cannot be read.
   */
  static String redacted(String address) {
    return Credentials.IN_ADDRESS
        .matcher(Credentials.QUERY.matcher(address).replaceAll("?***"))
        .replaceAll("$1***@");
  }

  /**
   * @throws IllegalArgumentException where it is none, or holds a user and password; never with the
   *     password in its message
   */
  static RepositoryAddress parse(String address) {
    Credentials.refuse(address);
    if (address.startsWith("s3:")) {
      return bucket(address.substring("s3:".length()));
    }
    String folder = address.startsWith("local:") ? address.substring("local:".length()) : address;
    if (folder.startsWith("/")) {
      return new InFolder(Path.of(folder).normalize());
    }
    if (Credentials.OTHERS.stream().anyMatch(address::startsWith)) {
      return new Other(address);
    }
    throw new IllegalArgumentException(
        "'%s' is no address of a restic repository: write s3:https://host/bucket, /a/folder, or %s"
            .formatted(redacted(address), String.join(", ", Credentials.OTHERS)));
  }

  private static InBucket bucket(String rest) {
    String url = rest.startsWith("//") ? "https:" + rest : rest;
    if (!url.matches("(?i)https?://.*")) {
      url = "https://" + url;
    }
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "'%s' is no address of a bucket: write s3:https://host/bucket"
                .formatted(redacted(rest)));
      }
      List<String> path =
          Stream.of(uri.getPath().split("/")).filter(part -> !part.isEmpty()).toList();
      if (path.isEmpty()) {
        throw new IllegalArgumentException(
            "s3:%s names no bucket: write s3:https://%s/bucket"
                .formatted(rest, uri.getAuthority()));
      }
      String prefix = String.join("/", path.subList(1, path.size()));
      return new InBucket(
          new URI(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getAuthority()),
          path.getFirst(),
          prefix.isEmpty() ? "" : prefix + "/");
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "'%s' is no address of a bucket: write s3:https://host/bucket".formatted(redacted(rest)),
          null);
    }
  }
}
