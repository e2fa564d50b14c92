package skep.commands.incidents;

import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.deploy.incident.Alert;
import skep.deploy.incident.Incident;

/** What is wrong until it is right again, and who knows of it. */
public interface Incidents {
  /** At a terminal nobody is told and nothing is kept; the log says it. */
  Incidents LOGGED = new Logged();

  /**
   * Something is wrong, now or still. Never throws: what cannot be kept now is kept later. The same
   * may be said as often as it is found.
   */
  void raise(Alert alert);

  /**
   * It is right again; nothing happens where nothing was wrong. Never throws.
   *
   * @param how half a sentence: {@code a snapshot was made}
   */
  void resolve(String key, String how);

  /**
   * Whether there was something to acknowledge. May throw where the records do not answer. Whether
   * this person may is decided before.
   */
  boolean acknowledge(String key, Person by);

  /** Likewise; nobody is called for it until then. */
  boolean silence(String key, Person by, Instant until);

  /** All that are not resolved, the oldest first. May throw where the records do not answer. */
  List<Incident> open();

  /** Says it in the log. */
  final class Logged implements Incidents {
    private static final Logger LOG = Logger.getLogger(Incidents.class.getName());

    private Logged() {}

    @Override
    public void raise(Alert alert) {
      LOG.log(
          Level.WARNING,
          "{0} ({1}) {2}",
          new Object[] {
            alert.subject(), alert.key(), Quoted.line(String.join("; ", alert.evidence()))
          });
    }

    @Override
    public void resolve(String key, String how) {
      LOG.log(Level.FINE, "{0}: {1}", new Object[] {key, how});
    }

    @Override
    public boolean acknowledge(String key, Person by) {
      return false;
    }

    @Override
    public boolean silence(String key, Person by, Instant until) {
      return false;
    }

    @Override
    public List<Incident> open() {
      return List.of();
    }
  }
}
