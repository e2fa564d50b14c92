package skep.deploy.restic;

/** What a check found of a pack that the index counts on. */
public sealed interface PackFault {
  /** For people, after the pack's id. */
  String words();

  /** There is no such object. */
  record Missing() implements PackFault {
    @Override
    public String words() {
      return "does not exist";
    }
  }

  /** The object is shorter or longer than it was. */
  record Size(long bytes, long expected) implements PackFault {
    @Override
    public String words() {
      return "has %d bytes instead of %d".formatted(bytes, expected);
    }
  }

  /** What was read is not what was written. */
  record Content() implements PackFault {
    @Override
    public String words() {
      return "is damaged";
    }
  }
}
