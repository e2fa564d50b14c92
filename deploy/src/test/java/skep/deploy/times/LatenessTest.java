package skep.deploy.times;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.deploy.times.Lateness.Late;

class LatenessTest {
  private static final Schedule NIGHTLY = Schedule.parse("0 15 2 * * ?", ZoneId.of("UTC"));
  private static final Duration LATE = Duration.ofHours(2);
  private static final Instant KNOWN = Instant.parse("2026-11-01T12:00:00Z");

  private static Instant at(String dayAndTime) {
    return Instant.parse("2026-11-%s:00Z".formatted(dayAndTime));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          never ran and nothing was due yet;  ;         02T02:00; ;         ;
          never ran and is within its grace;  ;         02T04:15; ;         ;
          never ran and should have;          ;         02T04:16; 02T02:15; PT2H1M
          never ran for days;                 ;         05T02:15; 02T02:15; PT72H
          ran last night;                     03T02:16; 03T20:00; ;         ;
          ran exactly at its slot;            03T02:15; 03T20:00; ;         ;
          ran last night and not this night;  03T02:16; 04T05:15; 04T02:15; PT3H
          ran by hand before its slot;        03T02:00; 03T04:30; 03T02:15; PT2H15M
          ran in a future that was none;      20T02:16; 03T04:30; 02T02:15; PT26H15M
          """)
  void theAbsenceOfSuccessIsLateness(
      String situation, String success, String now, String due, Duration by) {
    Set<Instant> successes =
        Optional.ofNullable(success).map(LatenessTest::at).map(Set::of).orElse(Set.of());
    assertThat(Lateness.of(NIGHTLY, LATE, new Past(Set.of(), successes, KNOWN), at(now)))
        .as(situation)
        .isEqualTo(Optional.ofNullable(due).map(slot -> new Late(at(slot), by)));
  }

  @Test
  void aRunThatWasBegunIsNoSuccess() {
    Past past = new Past(Set.of(at("02T02:15")), Set.of(), KNOWN);
    assertThat(Lateness.of(NIGHTLY, LATE, past, at("02T05:15")))
        .contains(new Late(at("02T02:15"), Duration.ofHours(3)));
  }

  @Test
  void aNewScheduleIsNotLateForSlotsItWouldHaveHad() {
    Past past = new Past(Set.of(), Set.of(at("02T02:16")), at("02T14:00"));
    Schedule hourly = Schedule.parse("0 0 * * * ?", ZoneId.of("UTC"));
    assertThat(Lateness.of(hourly, LATE, past, at("02T15:00"))).isEmpty();
    assertThat(Lateness.of(hourly, LATE, past, at("02T16:30")))
        .contains(new Late(at("02T14:00"), Duration.ofMinutes(150)));
  }
}
