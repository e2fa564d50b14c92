package skep.commands.secrets;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A name no branch has yet, for a change somebody is to merge. */
final class ProposedBranch {
  private static final int BYTES = 4;

  private ProposedBranch() {}

  static String name() {
    byte[] some = new byte[BYTES];
    new SecureRandom().nextBytes(some);
    return "secret/" + HexFormat.of().formatHex(some);
  }
}
