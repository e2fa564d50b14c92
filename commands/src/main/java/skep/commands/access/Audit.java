package skep.commands.access;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.deploy.release.Release.Actor;

/** One line for each act: who, what, on which plan, who approved, how it ended. */
public final class Audit {
  private static final Logger LOG = Logger.getLogger("skep.audit");

  private Audit() {}

  /**
   * @param what {@code deploy web}, {@code approve}, {@code lock web}
   * @param plan id of the plan it is about
   * @param result a word or a sentence, nothing secret
   */
  public static void note(
      Actor who, String what, Optional<String> plan, Optional<String> approvedBy, String result) {
    LOG.log(
        Level.INFO,
        () ->
            "who=%s name=%s what=%s plan=%s approved-by=%s result=%s"
                .formatted(
                    quoted(who.id()),
                    quoted(who.name()),
                    quoted(what),
                    plan.orElse("-"),
                    approvedBy.map(Audit::quoted).orElse("-"),
                    quoted(result)));
  }

  /** In quotes, on one line: nobody forges a line of the audit with a name. */
  private static String quoted(String text) {
    return '"' + text.replaceAll("[\\p{Cntrl}\"\\\\]", "?") + '"';
  }
}
