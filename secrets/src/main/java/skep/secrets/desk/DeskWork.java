package skep.secrets.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;
import skep.secrets.vault.Oddity;
import skep.secrets.vault.SecretName;

/**
 * What the desk is there for, and who may do it. Whatever is seen, changed or refused is audited
 * here, never with a value.
 */
public interface DeskWork {
  /**
   * Who somebody is in chat.
   *
   * @param subject what the sign-in calls them
   * @param name shown only
   * @return empty where the estate does not say
   */
  Optional<DeskPerson> person(String subject, String name);

  /** Why this person may not use the desk now, a sentence; empty where they may. */
  Optional<String> refusal(DeskPerson person);

  /** All secrets, without values. */
  Listing list();

  /** The value in a commit; empty where there is none yet. */
  Optional<SecretValue> reveal(DeskPerson person, SecretName name, CommitId commit);

  /** A new value as the estate's rules make it, kept nowhere; empty where no rule covers it. */
  Optional<SecretValue> generate(SecretName name);

  Saved save(DeskPerson person, Edit edit);

  /** The newest change first. */
  List<Step> history(SecretName name);

  /**
   * Somebody was turned away.
   *
   * @param who as far as that is known
   * @param what half a sentence
   */
  void denied(Optional<DeskPerson> who, String what);

  /** Somebody came: signed in, or by a link. */
  void entered(DeskPerson who, String how);

  /**
   * @param commit that all of it is read from
   */
  record Listing(CommitId commit, List<Row> rows) {
    public Listing {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A secret.
   *
   * @param waiting stacks whose release does not have its newest value
   * @param generated whether a rule makes new values
   */
  record Row(
      SecretName name,
      boolean locked,
      Optional<Step> changed,
      Optional<LocalDate> expires,
      boolean generated,
      List<String> stacks,
      List<String> waiting) {
    public Row {
      stacks = List.copyOf(stacks);
      waiting = List.copyOf(waiting);
    }
  }

  /** One commit that changed a secret. */
  record Step(CommitId commit, Instant when, String who, String what) {}

  /**
   * @param base the commit the person saw
   * @param deploy whether the stacks that use it are to get it
   */
  record Edit(SecretName name, CommitId base, SecretValue value, boolean deploy) {}

  /** What became of an edit. */
  sealed interface Saved {
    /**
     * @param oddities what the person may not have meant
     * @param more what else was begun, a sentence; empty where nothing was
     */
    record Done(CommitId commit, List<Oddity> oddities, String more) implements Saved {
      public Done {
        oddities = List.copyOf(oddities);
      }
    }

    /** Somebody else changed it meanwhile; nothing was done. */
    record Conflict(Step theirs) implements Saved {}

    /** It cannot be done as it is asked for; a sentence says why. */
    record Refused(String why) implements Saved {}
  }
}
