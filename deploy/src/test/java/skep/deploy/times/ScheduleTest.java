package skep.deploy.times;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quartz.CronExpression;

class ScheduleTest {
  private static final Instant BEGIN = Instant.parse("2025-06-01T00:00:00Z");
  private static final Instant END = Instant.parse("2028-06-01T00:00:00Z");

  static List<ZoneId> zones() {
    return Stream.of(
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")
        .map(ZoneId::of)
        .toList();
  }

  private static List<String> slots(String cron, String zone, String from, String to) {
    return slots(Schedule.parse(cron, ZoneId.of(zone)), Instant.parse(from), Instant.parse(to))
        .stream()
        .map(Instant::toString)
        .toList();
  }

  private static List<Instant> slots(Schedule schedule, Instant from, Instant to) {
    return Stream.iterate(
            schedule.nextAfter(from), slot -> slot.isBefore(to), slot -> schedule.nextAfter(slot))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          0 15 2 * * ?;     Europe/Berlin;       2026-03-29T01:15:00Z
          0 15 2 * * ?;     Europe/Berlin;       2026-10-25T00:15:00Z
          0 0 2 * * ?;      Europe/Berlin;       2026-03-29T01:00:00Z
          0 0 3 * * ?;      Europe/Berlin;       2026-03-29T01:00:00Z
          0 0 3 * * ?;      Europe/Berlin;       2026-10-25T02:00:00Z
          0 59 1 * * ?;     Europe/Berlin;       2026-10-24T23:59:00Z
          0 15 2 * * ?;     America/New_York;    2026-03-08T07:15:00Z
          0 30 1 * * ?;     America/New_York;    2026-11-01T05:30:00Z
          0 15 2 * * ?;     Australia/Lord_Howe; 2026-10-03T15:45:00Z
          0 45 1 * * ?;     Australia/Lord_Howe; 2026-04-04T14:45:00Z
          """)
  void aDailyScheduleComesOnceOnTheDayTheClocksChange(String cron, String zone, Instant slot) {
    Instant before = slot.minus(Duration.ofHours(20));
    assertThat(
            slots(Schedule.parse(cron, ZoneId.of(zone)), before, slot.plus(Duration.ofHours(20))))
        .containsExactly(slot);
  }

  @Test
  void quartzAloneLeavesOneDayOutAndTakesTheSecondOfTwo() throws ParseException {
    CronExpression quartz = new CronExpression("0 15 2 * * ?");
    quartz.setTimeZone(TimeZone.getTimeZone("Europe/Berlin"));
    Date spring = Date.from(Instant.parse("2026-03-28T12:00:00Z"));
    Date autumn = Date.from(Instant.parse("2026-10-24T12:00:00Z"));
    assertThat(quartz.getTimeAfter(spring).toInstant()).isEqualTo("2026-03-30T00:15:00Z");
    assertThat(quartz.getTimeAfter(autumn).toInstant()).isEqualTo("2026-10-25T01:15:00Z");
  }

  @Test
  void twoTimesThatWereSkippedAreBothLaterAndInOrder() {
    assertThat(
            slots(
                "0 15,45 2,3 * * ?",
                "Europe/Berlin",
                "2026-03-28T12:00:00Z",
                "2026-03-29T12:00:00Z"))
        .containsExactly("2026-03-29T01:15:00Z", "2026-03-29T01:45:00Z");
    assertThat(
            slots("0 45 2 * * ?", "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T12:00:00Z"))
        .containsExactly("2026-03-29T01:45:00Z");
    assertThat(
            slots(
                "0 45,0 2,3 * * ?",
                "Europe/Berlin",
                "2026-03-28T12:00:00Z",
                "2026-03-29T12:00:00Z"))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-29T01:45:00Z");
  }

  @ParameterizedTest
  @MethodSource("zones")
  void aScheduleOfEveryHourIsNeverSilentForTwo(ZoneId zone) {
    List<Instant> slots = slots(Schedule.parse("0 20 * * * ?", zone), BEGIN, END);
    for (int i = 1; i < slots.size(); i++) {
      assertThat(Duration.between(slots.get(i - 1), slots.get(i)))
          .as(slots.get(i).toString())
          .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(90));
    }
    assertThat(slots).hasSizeBetween(24 * 1096 - 8, 24 * 1096 + 8);
  }

  @Test
  void aRepeatedHourRepeatsWhatComesEveryHourAndNothingElse() {
    String from = "2026-10-24T23:40:00Z";
    String to = "2026-10-25T02:10:00Z";
    assertThat(slots("0 0/30 * * * ?", "Europe/Berlin", from, to))
        .containsExactly(
            "2026-10-25T00:00:00Z",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:00:00Z",
            "2026-10-25T01:30:00Z",
            "2026-10-25T02:00:00Z");
    assertThat(slots("0 0/30 0-22 * * ?", "Europe/Berlin", from, to))
        .containsExactly("2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z");
  }

  @ParameterizedTest
  @MethodSource("zones")
  void anyTimeOfDayComesOnceADayForYears(ZoneId zone) {
    Random random = new Random(25);
    for (int round = 0; round < 12; round++) {
      int hour = round < 6 ? 1 + random.nextInt(2) : random.nextInt(24);
      int minute = random.nextInt(60);
      Schedule schedule = Schedule.parse("0 %d %d * * ?".formatted(minute, hour), zone);
      List<LocalDate> days =
          slots(schedule, BEGIN, END).stream()
              .map(slot -> slot.atZone(zone).toLocalDate())
              .toList();
      assertThat(days).as(schedule.toString()).doesNotHaveDuplicates();
      LocalDate first = days.getFirst();
      assertThat(days)
          .as(schedule.toString())
          .containsExactlyElementsOf(first.datesUntil(days.getLast().plusDays(1)).toList())
          .hasSizeBetween(1095, 1097);
    }
  }

  /** The rule in its plain words, day by day, and with nothing of Quartz. */
  private static List<Instant> byTheRule(List<Integer> hours, List<Integer> minutes, ZoneId zone) {
    return LocalDate.ofInstant(BEGIN, zone)
        .minusDays(1)
        .datesUntil(LocalDate.ofInstant(END, zone).plusDays(1))
        .flatMap(day -> hours.stream().map(hour -> day.atTime(hour, 0)))
        .flatMap(hour -> minutes.stream().map(hour::plusMinutes))
        .map(local -> local.atZone(zone))
        .flatMap(there ->
            hours.size() == 24
                ? Stream.of(there, there.withLaterOffsetAtOverlap())
                : Stream.of(there))
        .map(ZonedDateTime::toInstant)
        .filter(slot -> slot.isAfter(BEGIN) && slot.isBefore(END))
        .sorted()
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("zones")
  void allSlotsOfYearsAreThoseOfTheRule(ZoneId zone) {
    Random random = new Random(7);
    for (int round = 0; round < 8; round++) {
      int one = random.nextInt(4);
      List<Integer> hours =
          round < 2
              ? IntStream.range(0, 24).boxed().toList()
              : List.of(one, one + 1 + random.nextInt(19));
      List<Integer> minutes =
          IntStream.generate(() -> random.nextInt(60)).limit(1 + round).distinct().boxed().toList();
      String cron = "0 %s %s * * ?".formatted(list(minutes), list(hours));
      assertThat(slots(Schedule.parse(cron, zone), BEGIN, END))
          .as(cron + " " + zone)
          .isEqualTo(byTheRule(hours, minutes, zone));
    }
  }

  private static String list(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @MethodSource("zones")
  void whatWasDueLastIsTheSlotBeforeTheNext(ZoneId zone) {
    Random random = new Random(3);
    List<String> crons =
        List.of("0 15 2 * * ?", "0 0/5 * * * ?", "0 30 1 ? * SUN", "0 0 3 L * ?", "0 0 4 29 2 ?");
    for (int round = 0; round < 150; round++) {
      Schedule schedule = Schedule.parse(crons.get(round % crons.size()), zone);
      Instant now = BEGIN.plusSeconds(random.nextLong(Duration.between(BEGIN, END).toSeconds()));
      Instant last = schedule.lastDue(now).orElseThrow();
      assertThat(last).isBeforeOrEqualTo(now);
      assertThat(schedule.nextAfter(last)).as("%s at %s", schedule, now).isAfter(now);
      assertThat(schedule.nextAfter(last.minusNanos(1))).isEqualTo(last);
      assertThat(schedule.lastDue(last)).contains(last);
    }
  }

  @Test
  void aFractionOfASecondMakesNoSlotTwice() {
    Schedule schedule = Schedule.parse("0 15 2 * * ?", ZoneId.of("UTC"));
    Instant slot = Instant.parse("2026-11-02T02:15:00Z");
    assertThat(schedule.nextAfter(slot.minusMillis(1))).isEqualTo(slot);
    assertThat(schedule.nextAfter(slot.plusMillis(1))).isEqualTo("2026-11-03T02:15:00Z");
    assertThat(schedule.lastDue(slot.minusNanos(1)))
        .contains(Instant.parse("2026-11-01T02:15:00Z"));
  }

  @Test
  void beforeThereWasAnySlotNothingWasDue() {
    Schedule schedule = Schedule.parse("0 15 2 * * ?", ZoneId.of("UTC"));
    assertThat(schedule.lastDue(Instant.EPOCH)).isEmpty();
    assertThat(schedule.lastDue(Instant.parse("1960-01-01T00:00:00Z"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          * * * * * ?;            PT1S
          0 * * * * ?;            PT1M
          0 0/5 * * * ?;          PT5M
          0 0,57 * * * ?;         PT3M
          0 15 2 * * ?;           PT24H
          0 15 2 ? * MON,TUE;     PT24H
          0 15 2 ? * SUN;         PT168H
          0 15 2 1,15,16 * ?;     PT24H
          0 15 2 1 * ?;           PT696H
          """)
  void theShortestIntervalIsThatOfTheFirstMonths(String cron, Duration interval) {
    assertThat(Schedule.parse(cron, ZoneId.of("UTC")).shortestInterval()).isEqualTo(interval);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          0 0 3 30 2 ?;           never comes
          0 0 3 31 4,6,9,11 ?;    never comes
          0 0 3 * * ? 2020;       names years
          0 0 3 * * ? 2026-2030;  names years
          15 2 * * ?;             is no Quartz cron expression
          0 15 2 * * *;           day-of-week AND a day-of-month
          0 61 2 * * ?;           between 0 and 59
          0 15 2 ? * ,;           is no Quartz cron expression
          @daily;                 is no Quartz cron expression
          """)
  void whatIsNoScheduleIsRefusedWithTheReason(String cron, String reason) {
    assertThatThrownBy(() -> Schedule.parse(cron, ZoneId.of("UTC")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void theSameMomentsAreTheSameSchedule() {
    ZoneId utc = ZoneId.of("UTC");
    Schedule schedule = Schedule.parse("0 15 2 ? * SUN", utc);
    assertThat(Schedule.parse(" 0  15 2 ? * sun ", utc))
        .isEqualTo(schedule)
        .hasSameHashCodeAs(schedule)
        .hasToString("0 15 2 ? * SUN (UTC)");
    assertThat(Schedule.parse("0 15 2 ? * SUN", ZoneId.of("Asia/Kolkata"))).isNotEqualTo(schedule);
  }
}
