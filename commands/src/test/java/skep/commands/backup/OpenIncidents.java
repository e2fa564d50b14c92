package skep.commands.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skep.commands.chat.Person;
import skep.commands.incidents.Incidents;
import skep.deploy.incident.Alert;
import skep.deploy.incident.Incident;

/** What is wrong now, by key, and how what was wrong became right. */
final class OpenIncidents implements Incidents {
  final Map<String, Alert> raised = new HashMap<>();
  final List<String> resolved = new ArrayList<>();

  @Override
  public void raise(Alert alert) {
    raised.put(alert.key(), alert);
  }

  @Override
  public void resolve(String key, String how) {
    if (raised.remove(key) != null) {
      resolved.add(how);
    }
  }

  @Override
  public boolean acknowledge(String key, Person by) {
    return raised.containsKey(key);
  }

  @Override
  public boolean silence(String key, Person by, Instant until) {
    return raised.containsKey(key);
  }

  @Override
  public List<Incident> open() {
    return List.of();
  }
}
