package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern of {@code .gitattributes} as git itself takes it, byte by byte. JGit makes regular
 * expressions of them, which fail over some patterns and take for ever over others. Here all ways
 * through the pattern are followed at once, so that the time grows with the pattern's length times
 * the path's.
 */
final class PathPattern {
  private static final byte SLASH = '/';

  /** What the path is to have in it, in this order. */
  private sealed interface Part {
    /** One byte of these. */
    record One(BitSet bytes) implements Part {}

    /**
     * Any number of bytes.
     *
     * @param crosses also slashes
     */
    record Any(boolean crosses) implements Part {}

    /** The two parts after it, which are folders and a slash, may be left out together. */
    record Folders() implements Part {}
  }

  private final List<Part> parts = new ArrayList<>();

  /** Without a slash, it is about the last part of a path. */
  private final boolean isName;

  private final boolean isFolder;

  private PathPattern(byte[] pattern, boolean isName, boolean isFolder) {
    this.isName = isName;
    this.isFolder = isFolder;
    int plain = 0;
    while (plain < pattern.length && "*?[\\".indexOf(pattern[plain]) < 0) {
      plain++;
    }
    for (int at = 0; at < pattern.length; ) {
      at = pattern[at] == '*' ? any(pattern, at, plain) : one(pattern, at);
    }
  }

  static PathPattern parse(String written) {
    boolean isFolder = written.endsWith("/");
    String path = isFolder ? written.substring(0, written.length() - 1) : written;
    boolean isName = path.indexOf('/') < 0;
    return new PathPattern(
        (path.startsWith("/") ? path.substring(1) : path).getBytes(UTF_8), isName, isFolder);
  }

  private int any(byte[] pattern, int from, int plain) {
    int to = from;
    while (to < pattern.length && pattern[to] == '*') {
      to++;
    }
    boolean isEnd = to == pattern.length;
    boolean isSlash = !isEnd && pattern[to] == SLASH;
    boolean isQuotedSlash =
        to + 1 < pattern.length && pattern[to] == '\\' && pattern[to + 1] == SLASH;
    // Git takes what it compared as plain text away first: where that ends, something begins.
    boolean isBegin = from == plain || pattern[from - 1] == SLASH;
    boolean isTwo = to - from > 1 && isBegin && (isEnd || isSlash || isQuotedSlash);
    if (isTwo && isSlash) {
      parts.add(new Part.Folders());
    }
    parts.add(new Part.Any(isTwo || isName));
    return to;
  }

  private int one(byte[] pattern, int at) {
    BitSet bytes = new BitSet();
    parts.add(new Part.One(bytes));
    switch (pattern[at]) {
      case '?' -> bytes.set(0, 256);
      case '[' -> {
        return BracketSet.read(pattern, at, bytes);
      }
      case '\\' -> {
        if (at + 1 < pattern.length) {
          bytes.set(pattern[at + 1] & 0xFF);
        }
        return at + 2;
      }
      default -> bytes.set(pattern[at] & 0xFF);
    }
    if (pattern[at] == '?') {
      bytes.clear(SLASH);
    }
    return at + 1;
  }

  /**
   * @param path of a file, from the folder of the attributes file
   */
  boolean matches(String path) {
    return matches(path.getBytes(UTF_8));
  }

  boolean matches(byte[] path) {
    if (isFolder) {
      return false;
    }
    int at = isName ? afterLastSlash(path) : 0;
    int part = 0;
    // Most patterns differ from most paths before anything in them stands for more than one byte.
    while (part < parts.size() && parts.get(part) instanceof Part.One(var bytes)) {
      if (at == path.length || !bytes.get(path[at] & 0xFF)) {
        return false;
      }
      part++;
      at++;
    }
    return matches(path, at, part);
  }

  private static int afterLastSlash(byte[] path) {
    int at = path.length;
    while (at > 0 && path[at - 1] != SLASH) {
      at--;
    }
    return at;
  }

  private boolean matches(byte[] path, int from, int part) {
    BitSet reached = new BitSet(parts.size() + 1);
    reach(reached, part);
    for (int at = from; at < path.length && !reached.isEmpty(); at++) {
      BitSet after = new BitSet(parts.size() + 1);
      for (int i = reached.nextSetBit(0);
          i >= 0 && i < parts.size();
          i = reached.nextSetBit(i + 1)) {
        step(i, path[at] & 0xFF, after);
      }
      reached = after;
    }
    return reached.get(parts.size());
  }

  private void step(int part, int next, BitSet after) {
    switch (parts.get(part)) {
      case Part.One(var bytes) -> {
        if (bytes.get(next)) {
          reach(after, part + 1);
        }
      }
      case Part.Any(var crosses) -> {
        if (crosses || next != SLASH) {
          reach(after, part);
        }
      }
      case Part.Folders _ -> {}
    }
  }

  /** That part, and those behind it that need nothing of what is before them. */
  private void reach(BitSet reached, int part) {
    if (reached.get(part)) {
      return;
    }
    reached.set(part);
    if (part < parts.size()) {
      switch (parts.get(part)) {
        case Part.One _ -> {}
        case Part.Any _ -> reach(reached, part + 1);
        case Part.Folders _ -> {
          reach(reached, part + 1);
          reach(reached, part + 3);
        }
      }
    }
  }
}
