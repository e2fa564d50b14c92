package skep.secrets.gitcrypt;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which of a repository's keys: the default one, or one by name. The name is part of the filter's
 * name in {@code .gitattributes} and of the path of its encrypted copies.
 *
 * @param folder below {@code .git-crypt/keys}: {@code default} or the name
 */
public record KeyName(String folder) implements Comparable<KeyName> {
  private static final String FILTER = "git-crypt";
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  public static final KeyName DEFAULT = new KeyName("default");

  public KeyName {
    if (!LEGAL.matcher(folder).matches()) {
      throw new GitCryptException(
          "a git-crypt key's name has letters, digits, - and _ only, 128 at the most");
    }
  }

  /** As a key file holds it. {@code default} is no name there. */
  static KeyName ofHeader(String name) {
    if (name.equals(DEFAULT.folder)) {
      throw new GitCryptException("the git-crypt key file calls its key \"default\"");
    }
    return new KeyName(name);
  }

  /** What the attribute {@code filter} asks for; empty where it is not git-crypt's. */
  public static Optional<KeyName> ofFilter(String filter) {
    if (filter.equals(FILTER)) {
      return Optional.of(DEFAULT);
    }
    String name = filter.startsWith(FILTER + "-") ? filter.substring(FILTER.length() + 1) : "";
    return LEGAL.matcher(name).matches() && !name.equals(DEFAULT.folder)
        ? Optional.of(new KeyName(name))
        : Optional.empty();
  }

  /** The attribute's value: {@code git-crypt} or {@code git-crypt-NAME}. */
  public String filter() {
    return isDefault() ? FILTER : FILTER + "-" + folder;
  }

  public boolean isDefault() {
    return equals(DEFAULT);
  }

  @Override
  public int compareTo(KeyName other) {
    return folder.compareTo(other.folder);
  }

  @Override
  public String toString() {
    return isDefault() ? "the default key" : "the key " + folder;
  }
}
