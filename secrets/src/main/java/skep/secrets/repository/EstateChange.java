package skep.secrets.repository;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What somebody wants to be different in the estate: one commit.
 *
 * @param base the commit whose files they saw when they decided it
 * @param files new contents in clear by path; empty where a file is to be gone
 * @param author the person who asked for it
 * @param secret whether all of it has to be encrypted, so that a file the estate's rules leave in
 *     clear refuses it
 */
public record EstateChange(
    CommitId base,
    SortedMap<String, Optional<byte[]>> files,
    Author author,
    String message,
    boolean secret) {
  public EstateChange {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    if (files.isEmpty() || message.isBlank()) {
      throw new IllegalArgumentException("a change has files and a message");
    }
  }

  public EstateChange(
      CommitId base, SortedMap<String, Optional<byte[]>> files, Author author, String message) {
    this(base, files, author, message, false);
  }

  /** The same, and nothing of it may get into the repository in clear. */
  public EstateChange allEncrypted() {
    return new EstateChange(base, files, author, message, true);
  }

  public static EstateChange of(
      CommitId base, Map<String, Optional<byte[]>> files, Author author, String message) {
    return new EstateChange(base, new TreeMap<>(files), author, message);
  }

  /** Who is named in the commit. */
  public record Author(String name, String email) {
    public Author {
      if (name.isBlank() || (name + email).chars().anyMatch(c -> c < ' ' || "<>".indexOf(c) >= 0)) {
        throw new IllegalArgumentException("a commit's author has a plain name and address");
      }
    }
  }

  @Override
  public String toString() {
    return "%s, of %s".formatted(files.keySet(), base);
  }
}
