package skep.commands.incidents;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import skep.commands.chat.Quoted;
import skep.deploy.incident.Alert;
import skep.deploy.incident.Alert.Severity;
import skep.deploy.incident.Incident;
import skep.deploy.incident.Incident.State;
import skep.deploy.incident.IncidentRecords.Change;
import skep.deploy.release.Release.Actor;

/**
 * An incident in words; the same for the same incident whenever it is asked, so that a bot that
 * starts later changes no message.
 */
final class IncidentText {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final int MOST = 20;
  private static final int MOST_BACKGROUND = 4;

  private IncidentText() {}

  /** The message of one incident. */
  static String of(Incident incident) {
    Alert alert = incident.alert();
    List<String> lines = new ArrayList<>();
    lines.add(line(incident));
    if (!alert.evidence().isEmpty()) {
      lines.add(Quoted.block(alert.evidence()));
    }
    if (!incident.isResolved()) {
      lines.addAll(next(alert));
      lines.addAll(alert.background());
    }
    hint(incident.state(), "it").forEach(lines::add);
    return String.join("\n", lines);
  }

  /** The message of many that were found in the same moment. */
  static String of(List<Incident> group) {
    List<Incident> sorted =
        group.stream()
            .sorted(
                Comparator.comparingInt((Incident one) -> rank(one.state()))
                    .thenComparing(Incident::key))
            .toList();
    Incident worst = sorted.getFirst();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s *%d incidents at once* since %s · %s"
            .formatted(
                emoji(worst.state(), severity(sorted)),
                sorted.size(),
                time(since(sorted)),
                counts(sorted)));
    sorted.stream().limit(MOST).forEach(one -> lines.add("• " + line(one) + command(one)));
    if (sorted.size() > MOST) {
      lines.add("• and %d more".formatted(sorted.size() - MOST));
    }
    background(sorted).forEach(lines::add);
    hint(worst.state(), "all of them").forEach(lines::add);
    return String.join("\n", lines);
  }

  /** What was found in one moment has much of it in common. */
  private static Stream<String> background(List<Incident> group) {
    return group.stream()
        .filter(one -> !one.isResolved())
        .flatMap(one -> one.alert().background().stream())
        .distinct()
        .limit(MOST_BACKGROUND);
  }

  /** Somebody is called once more. */
  static String reminder(List<Change> called, Instant now) {
    Stream<String> lines =
        called.stream()
            .limit(MOST)
            .map(change -> "• " + reminder(change, now) + command(change.after()));
    String more = called.size() > MOST ? "\n• and %d more".formatted(called.size() - MOST) : "";
    return lines.collect(
        Collectors.joining("\n", ":bell: Still there at %s:\n".formatted(time(now)), more));
  }

  private static String reminder(Change change, Instant now) {
    Incident incident = change.after();
    String state =
        switch (change.before().orElse(incident).state()) {
          case State.Open() -> "nobody acknowledged it";
          case State.Acknowledged(var by, _) -> "acknowledged by " + name(by);
          case State.Silenced(var by, _) -> "silenced by %s until now".formatted(name(by));
          case State.Resolved _ -> "resolved";
        };
    return "*%s* · since %s (%s) · %s"
        .formatted(
            Quoted.line(incident.alert().subject()),
            time(incident.since()),
            words(Duration.between(incident.since(), now)),
            state);
  }

  private static String line(Incident incident) {
    Alert alert = incident.alert();
    return "%s *%s* · %s"
        .formatted(
            emoji(incident.state(), alert.severity()),
            Quoted.line(alert.subject()),
            state(incident));
  }

  private static String state(Incident incident) {
    String since = "since " + time(incident.since()) + seen(incident);
    return switch (incident.state()) {
      case State.Open() -> since;
      case State.Acknowledged(var by, var at) ->
          "acknowledged by %s at %s · %s".formatted(name(by), time(at), since);
      case State.Silenced(var by, var until) ->
          "silenced by %s until %s · %s".formatted(name(by), time(until), since);
      case State.Resolved(var at, var how) ->
          "resolved at %s after %s: %s"
              .formatted(time(at), words(Duration.between(incident.since(), at)), Quoted.line(how));
    };
  }

  private static String seen(Incident incident) {
    return incident.count() == 1
        ? ""
        : " · seen %d times, last at %s".formatted(incident.count(), time(incident.lastSeen()));
  }

  private static String emoji(State state, Severity severity) {
    return switch (state) {
      case State.Open() ->
          switch (severity) {
            case CRITICAL -> ":rotating_light:";
            case WARNING -> ":warning:";
          };
      case State.Acknowledged _ -> ":eyes:";
      case State.Silenced _ -> ":no_bell:";
      case State.Resolved _ -> ":white_check_mark:";
    };
  }

  private static int rank(State state) {
    return switch (state) {
      case State.Open() -> 0;
      case State.Acknowledged _ -> 1;
      case State.Silenced _ -> 2;
      case State.Resolved _ -> 3;
    };
  }

  private static Stream<String> hint(State state, String what) {
    return switch (state) {
      case State.Open() ->
          Stream.of(
              "_React with :eyes: to acknowledge %s, with :no_bell: to silence %s for 24 hours._"
                  .formatted(what, what));
      case State.Acknowledged _ ->
          Stream.of(
              "_Take the reaction away to take it back; :no_bell: silences %s for 24 hours._"
                  .formatted(what));
      case State.Silenced _ -> Stream.of("_Take the reaction away to take it back._");
      case State.Resolved _ -> Stream.of();
    };
  }

  private static Severity severity(List<Incident> group) {
    return group.stream()
        .filter(one -> !one.isResolved())
        .map(one -> one.alert().severity())
        .min(Comparator.naturalOrder())
        .orElse(Severity.WARNING);
  }

  private static Instant since(List<Incident> group) {
    return group.stream().map(Incident::since).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static String counts(List<Incident> group) {
    List<String> words = List.of("open", "acknowledged", "silenced", "resolved");
    List<String> parts = new ArrayList<>();
    for (int rank = 0; rank < words.size(); rank++) {
      int wanted = rank;
      long count = group.stream().filter(one -> rank(one.state()) == wanted).count();
      if (count > 0) {
        parts.add(count + " " + words.get(rank));
      }
    }
    return String.join(", ", parts);
  }

  private static List<String> next(Alert alert) {
    return alert.next().isBlank() ? List.of() : List.of("Next: " + Quoted.code(alert.next()));
  }

  private static String command(Incident incident) {
    return incident.isResolved() || incident.alert().next().isBlank()
        ? ""
        : ": " + Quoted.code(incident.alert().next());
  }

  private static String name(Actor by) {
    return Quoted.person(by.name());
  }

  private static String time(Instant instant) {
    return DAY.format(instant);
  }

  /** {@code 12 s}, {@code 3 min}, {@code 2 h 3 min}, {@code 3 d 4 h}. */
  static String words(Duration time) {
    if (time.toDays() > 0) {
      return "%d d %d h".formatted(time.toDays(), time.toHoursPart());
    }
    if (time.toHours() > 0) {
      return "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
