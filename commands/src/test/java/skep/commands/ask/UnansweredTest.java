package skep.commands.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.commands.access.Policy;
import skep.commands.chat.Announcer.Announcement;
import skep.commands.planning.Estates;
import skep.deploy.release.InMemoryRecords;
import skep.secrets.repository.CommitId;

class UnansweredTest {
  private Instant now = Instant.parse("2026-11-26T10:00:00Z");
  private final InstantSource clock = () -> now;
  private final InMemoryRecords records = new InMemoryRecords(clock);
  private final List<Announcement> told = new ArrayList<>();
  private final Unanswered unanswered = new Unanswered(records, new Rooms(), told::add, clock);

  @Test
  void questionsOfAWeekAreToldInTheNextOneMostAskedFirst() {
    unanswered.note("How do I renew the VPN certificate?");
    for (int i = 0; i < 3; i++) {
      unanswered.note("where is the kafka cluster");
    }
    unanswered.note("Where is the Kafka cluster?");
    unanswered.look();
    assertThat(told).as("not before the week is over").isEmpty();

    now = now.plus(Duration.ofDays(5));
    unanswered.look();
    unanswered.look();

    assertThat(told)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.room()).isEqualTo("ops-alerts");
          assertThat(one.key()).isEqualTo("unanswered 2026-W48");
          assertThat(one.text().lines())
              .containsExactly(
                  ":grey_question: Asked last week, and not in the runbooks:",
                  "• 4 times: `where is the kafka cluster`",
                  "• once: `How do I renew the VPN certificate?`");
        });
  }

  @Test
  void theNextBotSaysTheSameUnderTheSameKey() {
    unanswered.note("where is kafka");
    now = now.plus(Duration.ofDays(7));
    unanswered.look();

    new Unanswered(records, new Rooms(), told::add, clock).look();

    assertThat(told).hasSize(2).containsOnly(told.getFirst());
  }

  @Test
  void whatIsOlderThanAWeekIsForgotten() {
    unanswered.note("where is kafka");
    now = now.plus(Duration.ofDays(14));
    unanswered.look();

    assertThat(told).isEmpty();
    assertThat(records.list(Map.of("skep.record", "asked"))).isEmpty();
  }

  @Test
  void weeksCountOverTheEndOfAYear() {
    assertThat(Unanswered.week(Instant.parse("2027-01-01T00:00:00Z"))).isEqualTo("2026-W53");
    assertThat(Unanswered.week(Instant.parse("2027-01-04T00:00:00Z"))).isEqualTo("2027-W01");
  }

  @Test
  void aFloodOfQuestionsIsKeptWithinBounds() {
    for (int i = 0; i < 300; i++) {
      unanswered.note("question about matter" + i);
    }

    assertThat(records.list(Map.of("skep.record", "asked"))).hasSize(200);
  }

  /** Alerts go to ops-alerts. */
  private static final class Rooms implements Estates {
    @Override
    public EstateAt at(String ref) {
      CommitId commit = PagesEstate.commit(1);
      return new EstateAt(
          commit,
          new PagesEstate().at("").tree(),
          new Rules(
              new Policy(false, Map.of(), Policy.Approving.UNSAID, List.of()),
              Map.of(),
              _ -> "",
              List.of(),
              Optional.of("ops-alerts")),
          List.of());
    }

    @Override
    public boolean contains(CommitId newer, CommitId older) {
      return true;
    }
  }
}
