package skep.deploy.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.deploy.yaml.Problem;

class FreezeTest {
  private static Estate read(String yaml) {
    return Estate.read(
        new FilesInMemory()
            .with("stacks/web/stack.yml", "services: {}")
            .with("stacks/api/stack.yml", "services: {}")
            .with("skep.yaml", yaml));
  }

  private static Optional<Instant> until(String yaml, String stack, String now) {
    return read(yaml).freezes().getFirst().until(stack, Instant.parse(now));
  }

  private static List<String> problems(String yaml) {
    return catchThrowableOfType(InvalidEstateException.class, () -> read(yaml)).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void weekendsAreFrozenInTheZoneThatIsNamed() {
    String yaml = "freeze: [{from: fri 16:00, to: mon 06:00, zone: Europe/Vienna, why: weekend}]\n";
    Optional<Instant> monday = Optional.of(Instant.parse("2026-11-30T05:00:00Z"));
    assertThat(until(yaml, "web", "2026-11-27T14:59:59Z")).isEmpty();
    assertThat(until(yaml, "web", "2026-11-27T15:00:00Z")).isEqualTo(monday);
    assertThat(until(yaml, "web", "2026-11-29T12:00:00Z")).isEqualTo(monday);
    assertThat(until(yaml, "web", "2026-11-30T04:59:59Z")).isEqualTo(monday);
    assertThat(until(yaml, "web", "2026-11-30T05:00:00Z")).isEmpty();
    assertThat(until(yaml, "web", "2026-12-02T12:00:00Z")).isEmpty();
  }

  @Test
  void aWindowOnOneDayOfTheWeekIsNotTheWholeWeek() {
    String yaml = "freeze: [{from: tue 10:00, to: tue 12:00, why: auction}]\n";
    assertThat(until(yaml, "web", "2026-11-24T11:00:00Z"))
        .contains(Instant.parse("2026-11-24T12:00:00Z"));
    assertThat(until(yaml, "web", "2026-11-24T09:00:00Z")).isEmpty();
    assertThat(until(yaml, "web", "2026-11-24T13:00:00Z")).isEmpty();
  }

  @Test
  void holidaysAreFrozenOnceAndForTheStacksThatAreNamed() {
    String yaml =
        """
        freeze:
          - {from: "2026-12-20 16:00", to: "2027-01-07 08:00", stacks: [web], why: holidays}
        """;
    assertThat(until(yaml, "web", "2026-12-24T18:00:00Z"))
        .contains(Instant.parse("2027-01-07T08:00:00Z"));
    assertThat(until(yaml, "api", "2026-12-24T18:00:00Z")).isEmpty();
    assertThat(until(yaml, "web", "2027-12-24T18:00:00Z")).isEmpty();
  }

  @Test
  void everyMistakeIsSaidWithItsLine() {
    assertThat(
            problems(
                """
                freeze:
                  - {from: friday 16:00, to: mon 06:00, why: weekend}
                  - {from: "2026-02-30 16:00", to: "2027-01-07 08:00", why: no such day}
                  - {from: "2027-01-07 08:00", to: "2026-12-20 16:00", why: backwards}
                  - {from: fri 16:00, to: "2026-12-20 16:00", why: mixed}
                  - {from: fri 16:00, to: mon 06:00, zone: Mars, why: far away}
                  - {from: fri 16:00, to: mon 06:00}
                  - {from: fri 16:00, to: mon 06:00, stacks: [wep], why: misspelt}
                """))
        .containsExactlyInAnyOrder(
            "skep.yaml:2: freeze[0].from must be as \"fri 16:00\", or as \"2026-12-20 16:00\"",
            "skep.yaml:3: freeze[1].from must be as \"fri 16:00\", or as \"2026-12-20 16:00\"",
            "skep.yaml:4: freeze[2].to: it ends before it begins",
            "skep.yaml:5: freeze[3].to must be of the same form as from",
            "skep.yaml:6: freeze[4].zone must be a time zone such as Europe/Vienna, or UTC",
            "skep.yaml:7: freeze[5].why must say why nothing is deployed then",
            "skep.yaml:8: freeze[6].stacks: there is no stack wep; did you mean web?");
  }
}
