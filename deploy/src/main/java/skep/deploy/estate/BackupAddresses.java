package skep.deploy.estate;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.deploy.yaml.Fields;

/**
 * Reads where the repository is, what runs there, and who is told. An address may hold a secret
 * where none belongs, so no message repeats one.
 */
final class BackupAddresses {
  /** As restic reads it; without a protocol it is https. */
  private static final Pattern S3 =
      Pattern.compile(
          "s3:(?:https?://|//)?[A-Za-z0-9.-]+(?::[0-9]{1,5})?/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9._-]+)*/?");

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+-]*):.*");
  private static final Pattern PINNED =
      Pattern.compile("[a-z0-9][A-Za-z0-9._:/-]*@sha256:[0-9a-f]{64}");
  private static final int LONGEST = 1000;
  private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "[::1]");
  private static final String FORMS =
      "s3:https://<host>/<bucket>, or a folder such as /srv/backup where only this machine is backed up";

  private final Fields fields;

  BackupAddresses(Fields fields) {
    this.fields = fields;
  }

  /** Empty where it is wrong, which is then among the problems. */
  Optional<String> repository() {
    Optional<String> text = fields.text("repository").filter(value -> !value.isBlank());
    Optional<String> fault = text.isEmpty() ? Optional.of("must be " + FORMS) : fault(text.get());
    fault.ifPresent(why -> wrong("repository", why));
    return fault.isPresent() ? Optional.empty() : text;
  }

  private static Optional<String> fault(String repository) {
    if (repository.length() > LONGEST) {
      return Optional.of("is longer than an address can be; it must be " + FORMS);
    }
    if (repository.contains("@") || repository.contains("?")) {
      return Optional.of(
          "must have no user and no password in it, for everybody may read it; put them into the encrypted file of"
              + " backup.credentials, and change them if they were real");
    }
    if (repository.startsWith("/")) {
      return BackupPaths.fault(repository);
    }
    Matcher scheme = SCHEME.matcher(repository);
    if (!scheme.matches()) {
      return Optional.of("is no address from the root on; it must be " + FORMS);
    }
    String word = scheme.group(1).toLowerCase(Locale.ROOT);
    if (!word.equals("s3")) {
      return Optional.of(
          "begins with %s:, which Skep has no credentials for; it must be %s"
              .formatted(word, FORMS));
    }
    return S3.matcher(repository).matches()
        ? Optional.empty()
        : Optional.of(
            "must have a host and a bucket: s3:https://<host>/<bucket>, with 3 to 63 of a-z, 0-9, . and - in the bucket's name");
  }

  /** What somebody chose. A tag alone may be another program tomorrow, with all of the data. */
  Optional<String> image() {
    Optional<String> image = fields.text("image");
    if (image.isPresent() && !PINNED.matcher(image.get()).matches()) {
      wrong(
          "image",
          "must be pinned as name:tag@sha256:<64 hex digits>; after docker pull, the command"
              + " docker image inspect --format '{{index .RepoDigests 0}}' <image> shows them");
    }
    return image;
  }

  Optional<URI> ping() {
    Optional<String> text = fields.text("ping");
    Optional<URI> url = text.flatMap(BackupAddresses::url);
    if (text.isPresent() && url.isEmpty()) {
      wrong(
          "ping",
          "must be a URL such as https://ping.example.org/backup, without a user in it; http is for localhost alone");
    }
    return url;
  }

  private static Optional<URI> url(String text) {
    try {
      URI url = new URI(text);
      boolean safe =
          "https".equals(url.getScheme())
              || ("http".equals(url.getScheme()) && LOCAL.contains(String.valueOf(url.getHost())));
      return Optional.of(url)
          .filter(found -> safe && found.getHost() != null && found.getRawUserInfo() == null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private void wrong(String key, String why) {
    fields.problem(fields.markOf(key), "%s %s".formatted(fields.path(key), why));
  }
}
