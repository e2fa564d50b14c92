package skep.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import skep.commands.access.Policy;
import skep.commands.chat.Announcer.Announcement;
import skep.commands.incidents.Background;
import skep.commands.planning.Estates;
import skep.deploy.stack.FilesInMemory;
import skep.secrets.repository.CommitId;

class DeafnessTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-25T12:00:00Z"));
  private final List<Announcement> told = new ArrayList<>();
  private final Deafness deafness =
      new Deafness(told::add, new OneRoom(), Background.NONE, now::get, Duration.ofMinutes(1));

  private static final class OneRoom implements Estates {
    @Override
    public EstateAt at(String ref) {
      Policy policy = new Policy(false, Map.of(), Optional.empty(), List.of());
      return new EstateAt(
          new CommitId("1".repeat(40)),
          new FilesInMemory(Map.of()),
          new Rules(policy, Map.of(), _ -> "", List.of(), Optional.of("ops-alerts")),
          List.of());
    }

    @Override
    public boolean contains(CommitId newer, CommitId older) {
      return true;
    }
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
    deafness.look();
  }

  @Test
  void aShortSpellIsNobodysBusiness() {
    deafness.begins("cut");
    pass(Duration.ofSeconds(59));
    deafness.ends();
    pass(Duration.ofMinutes(5));
    assertThat(told).isEmpty();
  }

  @Test
  void aLongOneIsToldOnceAndItsEndInTheSameMessage() {
    deafness.begins("it hears nothing");
    pass(Duration.ofSeconds(61));
    deafness.begins("still nothing");
    pass(Duration.ofSeconds(61));
    deafness.ends();

    assertThat(told).hasSize(2).extracting(Announcement::key).containsOnly(told.getFirst().key());
    assertThat(told).extracting(Announcement::room).containsOnly("ops-alerts");
    assertThat(told.getFirst().text()).contains("2026-11-25T12:00:00Z", "it hears nothing");
    assertThat(told.getLast().text()).contains("2026-11-25T12:02:02Z", "read back");
  }

  @Test
  void aLongOneComesWithWhatHelps() {
    Background helpful =
        new Background() {
          @Override
          public Optional<String> runbook(String about) {
            return Optional.of(":book: " + about);
          }

          @Override
          public List<String> deployed(String but) {
            return List.of(":package: *chat* release 3");
          }
        };
    Deafness deaf =
        new Deafness(told::add, new OneRoom(), helpful, now::get, Duration.ofMinutes(1));
    deaf.begins("connection refused");
    now.updateAndGet(before -> before.plusSeconds(61));
    deaf.look();

    assertThat(told.getFirst().text())
        .endsWith(
            "\n:book: Rocket.Chat: the bot hears nothing, connection refused\n:package: *chat* release 3");
  }
}
