package skep.secrets.repository;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.transport.URIish;

/** Where an estate lies: a directory on this machine, or a remote that is fetched from. */
public sealed interface RepositoryAddress {
  Set<String> SCHEMES = Set.of("https", "http", "ssh", "git", "file");

  /** As it may be shown: without a password. */
  String shown();

  /** What a login is for: scheme, host and port; empty for what is on this machine. */
  Optional<String> server();

  /** A work tree or a bare repository. */
  record Local(Path directory) implements RepositoryAddress {
    @Override
    public String shown() {
      return directory.toString();
    }

    @Override
    public Optional<String> server() {
      return Optional.empty();
    }
  }

  /** {@code https://…}, {@code ssh://…}, {@code user@host:path}, {@code file://…}. */
  record Remote(URIish uri) implements RepositoryAddress {
    @Override
    public String shown() {
      return uri.setPass(null).toString();
    }

    /** By the parser that connects: to another one the host may be another. */
    @Override
    public Optional<String> server() {
      String scheme = Optional.ofNullable(uri.getScheme()).orElse("ssh");
      return Optional.ofNullable(uri.getHost())
          .map(
              host -> "%s://%s:%d".formatted(scheme, host, uri.getPort()).toLowerCase(Locale.ROOT));
    }
  }

  /**
   * An existing directory is local, everything else must be a URL.
   *
   * @throws RepositoryException where it is neither
   */
  static RepositoryAddress parse(String text) {
    if (isDirectory(text)) {
      return new Local(Path.of(text).toAbsolutePath().normalize());
    }
    try {
      URIish uri = new URIish(text);
      if (uri.isRemote() || SCHEMES.contains(String.valueOf(uri.getScheme()))) {
        return new Remote(uri);
      }
    } catch (URISyntaxException e) {
      throw new RepositoryException("not a repository's address: " + e.getReason());
    }
    throw new RepositoryException(
        text + " is neither a directory nor a repository's URL (https, ssh or file)");
  }

  private static boolean isDirectory(String text) {
    try {
      return !text.contains("://") && Files.isDirectory(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
