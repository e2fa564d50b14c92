package skep.commands.access;

import java.util.Locale;

/** What somebody wants to do. */
public enum Act {
  DIFF,
  DEPLOY,
  APPROVE,
  ROLLBACK,
  /** Going ahead without the approvals a plan needs, or in a freeze. */
  BREAK_GLASS;

  /** As {@code skep.yaml} and people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
