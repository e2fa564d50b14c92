package skep.commands.ask.state;

import java.util.Map;
import java.util.stream.Collectors;
import skep.commands.incidents.Incidents;
import skep.deploy.incident.Incident;
import skep.runbooks.answer.StateTool;

/**
 * What is wrong until it is right again.
 *
 * @param incidents all of them
 */
public record AlertsLook(Incidents incidents) implements StateTool {
  @Override
  public String name() {
    return "open_alerts";
  }

  @Override
  public String description() {
    return "Alerts that are open now, with their evidence.";
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of();
  }

  @Override
  public String look(Map<String, String> arguments) {
    String lines =
        incidents.open().stream().map(AlertsLook::line).collect(Collectors.joining("\n"));
    return lines.isEmpty() ? "No alert is open." : lines;
  }

  private static String line(Incident incident) {
    return "%s: %s, since %s, seen %d times. %s"
        .formatted(
            incident.alert().severity().word(),
            incident.alert().subject(),
            incident.since(),
            incident.count(),
            String.join("; ", incident.alert().evidence()));
  }
}
