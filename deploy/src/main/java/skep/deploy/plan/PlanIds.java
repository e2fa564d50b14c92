package skep.deploy.plan;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ids of plans: five characters that are not taken for each other when read aloud or typed. */
public final class PlanIds {
  private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
  private static final int LENGTH = 5;
  private static final Pattern ID = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");

  private PlanIds() {}

  /** As a person typed it, in either case; empty where it cannot be the id of a plan. */
  public static Optional<String> parse(String typed) {
    String id = typed.strip().toLowerCase(Locale.ROOT);
    return ID.matcher(id).matches() ? Optional.of(id) : Optional.empty();
  }

  /** The same plan under the id its content and time give it. */
  static Plan identified(Plan plan) {
    return withId(plan, derive(PlanJson.write(withId(plan, ""))));
  }

  /** The id that a content gives, as good as random. */
  public static String derive(byte[] content) {
    long number = ByteBuffer.wrap(sha256(content)).getLong() >>> 1;
    var id = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt((int) (number % ALPHABET.length())));
      number /= ALPHABET.length();
    }
    return id.toString();
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static Plan withId(Plan plan, String id) {
    return new Plan(
        id,
        plan.kind(),
        plan.stack(),
        plan.commit(),
        plan.changes(),
        plan.drift(),
        plan.lints(),
        plan.warnings(),
        plan.base(),
        plan.swarmId(),
        plan.policy(),
        plan.options(),
        plan.made(),
        plan.expires());
  }
}
