package skep.commands.access;

import java.util.Locale;
import skep.deploy.estate.AccessPolicy.Capability;

/** What somebody wants to do. */
public enum Act {
  DIFF,
  /** Asking what the runbooks and the state of the Swarm say. */
  ASK,
  DEPLOY,
  APPROVE,
  ROLLBACK,
  /** Going ahead without the approvals a plan needs, or in a freeze. */
  BREAK_GLASS,
  /** Making snapshots, restoring them, and saying what is done about what is wrong with them. */
  BACKUP,
  /** Seeing which secrets there are, never their values. */
  SECRETS,
  /** Making a draft of a runbook from a thread. */
  RUNBOOKS;

  /** What the estate's rule of this name allows. */
  public static Act of(Capability capability) {
    return switch (capability) {
      case DEPLOY -> DEPLOY;
      case APPROVE -> APPROVE;
      case ROLLBACK -> ROLLBACK;
      case BREAK_GLASS -> BREAK_GLASS;
      case BACKUP -> BACKUP;
      case SECRETS -> SECRETS;
      case RUNBOOKS -> RUNBOOKS;
    };
  }

  /** Whether it only shows what is there: whoever is in a command room may. */
  boolean onlyLooks() {
    return this == DIFF || this == ASK;
  }

  /** As {@code skep.yaml} and people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What somebody may or may not: {@code deploy}, {@code use /secrets}. */
  String verb() {
    return switch (this) {
      case ASK -> "ask questions";
      case DIFF, DEPLOY, APPROVE, ROLLBACK, BREAK_GLASS -> word();
      case BACKUP -> "run backups and restores";
      case SECRETS -> "use /secrets";
      case RUNBOOKS -> "make runbooks of threads";
    };
  }
}
