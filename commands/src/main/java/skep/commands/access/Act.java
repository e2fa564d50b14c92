package skep.commands.access;

import java.util.Locale;

/** What somebody wants to do. */
public enum Act {
  DIFF,
  DEPLOY,
  APPROVE,
  ROLLBACK,
  /** Going ahead without the approvals a plan needs, or in a freeze. */
  BREAK_GLASS,
  /** Seeing which secrets there are, never their values. */
  SECRETS;

  /** As {@code skep.yaml} and people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What somebody may or may not: {@code deploy}, {@code use /secrets}. */
  String verb() {
    return this == SECRETS ? "use /secrets" : word();
  }
}
