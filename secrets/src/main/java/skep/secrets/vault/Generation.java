package skep.secrets.vault;

import java.security.SecureRandom;
import java.util.List;
import skep.secrets.redaction.SecretValue;

/** How a new value of a secret is made. */
public sealed interface Generation {
  /**
   * @throws GenerationException where it cannot be made now
   */
  SecretValue make();

  /** Characters drawn at random, each as likely as any other. */
  record Random(int length, String alphabet) implements Generation {
    public static final int SHORTEST = 4;
    public static final int LONGEST = 1024;

    /** Letters and digits: nothing any shell, URL or file has to escape. */
    public static final Random DEFAULT = new Random(32, "A-Za-z0-9");

    /**
     * @param alphabet characters, with ranges such as {@code A-Z}; a dash itself stands first or
     *     last
     */
    public Random {
      if (length < SHORTEST || length > LONGEST) {
        throw new IllegalArgumentException(
            "a length is from %d to %d".formatted(SHORTEST, LONGEST));
      }
      if (Alphabet.of(alphabet).size() < 2) {
        throw new IllegalArgumentException("an alphabet has at least two characters");
      }
    }

    @Override
    public SecretValue make() {
      SecureRandom random = new SecureRandom();
      List<String> characters = Alphabet.of(alphabet);
      StringBuilder value = new StringBuilder();
      for (int i = 0; i < length; i++) {
        value.append(characters.get(random.nextInt(characters.size())));
      }
      return SecretValue.of(value.toString());
    }
  }

  /** What a program prints, which runs where Skep does; without the line end behind it. */
  record Program(List<String> command) implements Generation {
    public Program {
      command = List.copyOf(command);
      if (command.isEmpty() || command.getFirst().isBlank()) {
        throw new IllegalArgumentException("a command has a program");
      }
    }

    @Override
    public SecretValue make() {
      return PrintedValue.of(command);
    }
  }
}
