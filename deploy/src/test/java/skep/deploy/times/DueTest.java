package skep.deploy.times;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import skep.deploy.times.Due.MissedTooLong;
import skep.deploy.times.Due.NothingDue;
import skep.deploy.times.Due.RunNow;

class DueTest {
  private static final Schedule NIGHTLY = Schedule.parse("0 15 2 * * ?", ZoneId.of("UTC"));
  private static final Duration CATCH_UP = Duration.ofHours(6);
  private static final Instant KNOWN = Instant.parse("2026-11-01T12:00:00Z");

  static List<ZoneId> zones() {
    return ScheduleTest.zones();
  }

  private static Instant at(String dayAndTime) {
    return Instant.parse("2026-11-%s:00Z".formatted(dayAndTime));
  }

  private static Set<Instant> of(String dayAndTime) {
    return Optional.ofNullable(dayAndTime).map(DueTest::at).map(Set::of).orElse(Set.of());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          before the first slot;             ;         ;         02T02:14; nothing
          at the very slot;                  ;         ;         02T02:15; run 02T02:15
          within the window;                 ;         ;         02T08:15; run 02T02:15
          after the window;                  ;         ;         02T08:16; missed 02T02:15 02T02:15
          it was begun;                      02T02:15; ;         02T02:16; nothing
          it was begun and failed;           02T02:15; 01T13:00; 02T05:00; nothing
          begun by the schedule of before;   02T03:00; ;         02T05:00; nothing
          somebody ran it by hand;           ;         02T02:40; 02T05:00; nothing
          by hand before the slot;           ;         02T02:10; 02T05:00; run 02T02:15
          the bot was away for three days;   02T02:15; 02T02:20; 05T07:00; run 05T02:15
          away until after the window;       02T02:15; 02T02:20; 05T12:00; missed 05T02:15 03T02:15
          the clock stepped back;            03T02:15; 03T02:20; 03T01:20; missed 02T02:15 02T02:15
          """)
  void whatIsToBeDone(String situation, String begun, String success, String now, String expected) {
    Due due = Due.of(NIGHTLY, CATCH_UP, new Past(of(begun), of(success), KNOWN), at(now));
    String said =
        switch (due) {
          case NothingDue() -> "nothing";
          case RunNow(Instant slot) -> "run " + day(slot);
          case MissedTooLong(Instant slot, Instant since) ->
              "missed %s %s".formatted(day(slot), day(since));
        };
    assertThat(said).as(situation).isEqualTo(expected);
  }

  private static String day(Instant slot) {
    return slot.toString().substring("2026-11-".length(), "2026-11-03T02:15".length());
  }

  @Test
  void slotsFromBeforeTheScheduleWasKnownWereNeverMeant() {
    Past past = Past.none(at("05T07:00"));
    assertThat(Due.of(NIGHTLY, CATCH_UP, past, at("05T07:01"))).isEqualTo(new NothingDue());
    assertThat(Due.of(NIGHTLY, CATCH_UP, past, at("06T02:15")))
        .isEqualTo(new RunNow(at("06T02:15")));
    Past atTheSlot = Past.none(at("06T02:15"));
    assertThat(Due.of(NIGHTLY, CATCH_UP, atTheSlot, at("06T02:16")))
        .isEqualTo(new RunNow(at("06T02:15")));
  }

  @Test
  void aClockThatWentBackBringsNoSlotAgain() {
    Set<Instant> begun = Set.of(at("02T02:15"), at("03T02:15"));
    Past past = new Past(begun, Set.of(at("03T02:16")), KNOWN);
    for (String now : List.of("03T01:20", "03T02:15", "03T02:30", "02T03:00")) {
      assertThat(Due.of(NIGHTLY, CATCH_UP, past, at(now))).as(now).isEqualTo(new NothingDue());
    }
  }

  @Test
  void aRunOfAClockThatWasAYearAheadLosesNoSlot() {
    Instant future = Instant.parse("2027-11-03T02:15:00Z");
    Past past = new Past(Set.of(at("02T02:15"), future), Set.of(future.plusSeconds(60)), KNOWN);
    assertThat(Due.of(NIGHTLY, CATCH_UP, past, at("03T02:15")))
        .isEqualTo(new RunNow(at("03T02:15")));
    assertThat(Due.of(NIGHTLY, CATCH_UP, past, future.plusSeconds(5))).isEqualTo(new NothingDue());
  }

  /**
   * A bot that asks every minute or so, is away at times, and whose clock jumps up to two days
   * either way.
   */
  @ParameterizedTest
  @MethodSource("zones")
  void noSlotComesTwiceAndNoneGoesUnnoticed(ZoneId zone) {
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      Schedule schedule = Schedule.parse(seed % 2 == 0 ? "0 15 2 * * ?" : "0 10 1/6 * * ?", zone);
      Instant now = Instant.parse(seed < 2 ? "2026-03-01T12:00:00Z" : "2026-10-01T12:00:00Z");
      Instant known = now;
      Set<Instant> begun = new HashSet<>();
      List<Instant> runs = new ArrayList<>();
      Set<Instant> noticed = new TreeSet<>();
      for (int step = 0; step < 800; step++) {
        switch (Due.of(schedule, CATCH_UP, new Past(begun, Set.of(), known), now)) {
          case NothingDue() -> {}
          case RunNow(Instant slot) -> {
            noticed(schedule, begun, slot, known, now, noticed);
            runs.add(slot);
            begun.add(slot);
          }
          case MissedTooLong(Instant slot, Instant since) -> {
            assertThat(since).isBeforeOrEqualTo(slot);
            noticed(schedule, begun, slot, known, now, noticed);
            begun.add(slot);
          }
        }
        now = now.plusSeconds(moved(random));
      }
      assertThat(runs).as(zone + " " + seed).doesNotHaveDuplicates().isNotEmpty();
      Instant newest = noticed.stream().max(Instant::compareTo).orElseThrow();
      for (Instant slot = schedule.nextAfter(known);
          slot.isBefore(newest);
          slot = schedule.nextAfter(slot)) {
        assertThat(noticed).as("%s %d", zone, seed).contains(slot);
      }
    }
  }

  /** A run or a report stands for all slots since the one that was begun before it. */
  private static void noticed(
      Schedule schedule,
      Set<Instant> begun,
      Instant slot,
      Instant known,
      Instant now,
      Set<Instant> noticed) {
    Instant from =
        begun.stream().filter(one -> !one.isAfter(now)).max(Instant::compareTo).orElse(known);
    for (Instant one = schedule.nextAfter(from);
        !one.isAfter(slot);
        one = schedule.nextAfter(one)) {
      noticed.add(one);
    }
  }

  private static long moved(Random random) {
    return switch (random.nextInt(40)) {
      case 0 -> random.nextLong(-172_800, 172_800);
      case 1 -> random.nextLong(0, 100_000);
      default -> random.nextLong(30, 3600);
    };
  }
}
