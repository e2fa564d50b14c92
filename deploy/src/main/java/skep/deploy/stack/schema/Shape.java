package skep.deploy.stack.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a value may look like. */
sealed interface Shape {
  /** Kinds of scalars, in the words of {@link skep.deploy.stack.node.Node#kind}. */
  record Scalar(Set<String> kinds, Optional<Format> format) implements Shape {}

  record OneOf(List<String> words) implements Shape {}

  record ListOf(Shape item, boolean unique) implements Shape {}

  /**
   * A mapping.
   *
   * @param keys its known keys
   * @param others what further keys hold; empty: there are none
   * @param naming what further keys must be called
   * @param required keys it must have
   * @param extensions format version (minor) from which {@code x-} keys are allowed
   */
  record Mapping(
      Map<String, Key> keys,
      Optional<Shape> others,
      Optional<Pattern> naming,
      Set<String> required,
      Optional<Integer> extensions)
      implements Shape {
    Mapping others(Shape shape) {
      return new Mapping(keys, Optional.of(shape), naming, required, extensions);
    }

    Mapping named(String pattern) {
      return new Mapping(keys, others, Optional.of(Pattern.compile(pattern)), required, extensions);
    }

    Mapping requires(String... names) {
      return new Mapping(keys, others, naming, Set.of(names), extensions);
    }

    Mapping extensionsSince(int minor) {
      return new Mapping(keys, others, naming, required, Optional.of(minor));
    }
  }

  /** Alternatives that differ in kind, so that a value's kind picks the one to judge it by. */
  record Choice(List<Shape> shapes) implements Shape {}

  record Anything() implements Shape {}

  /**
   * @param since minor version of the format that brought it
   */
  record Key(String name, Shape shape, int since) {}

  static Scalar text() {
    return new Scalar(Set.of("string"), Optional.empty());
  }

  static Scalar duration() {
    return new Scalar(Set.of("string"), Optional.of(Format.DURATION));
  }

  static Scalar scalar(String... kinds) {
    return new Scalar(Set.of(kinds), Optional.empty());
  }

  static Scalar formatted(Format format, String... kinds) {
    return new Scalar(Set.of(kinds), Optional.of(format));
  }

  static Choice either(Shape... shapes) {
    return new Choice(List.of(shapes));
  }

  static Key key(String name, Shape shape) {
    return new Key(name, shape, 0);
  }

  static Key since(int minor, String name, Shape shape) {
    return new Key(name, shape, minor);
  }

  static Mapping mapping(Key... keys) {
    Map<String, Key> byName = new LinkedHashMap<>();
    for (Key key : keys) {
      byName.put(key.name(), key);
    }
    return new Mapping(byName, Optional.empty(), Optional.empty(), Set.of(), Optional.empty());
  }

  static Mapping mapOf(Shape values) {
    return mapping().others(values);
  }

  static Choice textOrTexts() {
    return either(text(), uniqueTexts());
  }

  static ListOf uniqueTexts() {
    return new ListOf(text(), true);
  }

  /** {@code [KEY=value]} or {@code {KEY: value}}. */
  static Choice pairs() {
    return either(mapOf(scalar("string", "integer", "number", "null")), uniqueTexts());
  }
}
