package skep.commands.incidents;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import skep.deploy.incident.Incident;
import skep.deploy.incident.Incident.State;

/**
 * How often somebody is called, and when many become one message.
 *
 * @param open between two calls for what nobody acknowledged
 * @param acknowledged likewise, for what somebody did
 * @param moment what is found within it is found at once
 * @param alone so many in a moment are told each by itself, the others together
 * @param most so many are kept at a time
 */
record Tempo(Duration open, Duration acknowledged, Duration moment, int alone, int most) {
  static final Tempo DEFAULT =
      new Tempo(Duration.ofHours(6), Duration.ofHours(24), Duration.ofMinutes(2), 5, 200);

  boolean isDue(Incident incident, Instant now) {
    return switch (incident.state()) {
      case State.Open() -> !now.isBefore(incident.called().plus(open));
      case State.Acknowledged _ -> !now.isBefore(incident.called().plus(acknowledged));
      case State.Silenced(_, var until) -> !now.isBefore(until);
      case State.Resolved _ -> false;
    };
  }

  /**
   * What one more is told with; empty where it is told alone.
   *
   * @param all that there are, resolved ones too
   */
  Optional<String> group(List<Incident> all, Instant now) {
    List<Incident> recent =
        all.stream().filter(one -> one.since().plus(moment).isAfter(now)).toList();
    if (recent.size() < alone) {
      return Optional.empty();
    }
    return recent.reversed().stream()
        .flatMap(one -> one.group().stream())
        .findFirst()
        .or(() -> Optional.of("incidents at once " + now.getEpochSecond()));
  }
}
