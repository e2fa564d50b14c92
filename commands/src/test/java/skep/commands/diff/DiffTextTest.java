package skep.commands.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Lint;
import skep.deploy.swarm.SwarmInfo;
import skep.secrets.repository.CommitId;

class DiffTextTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  @Test
  void adviceThatHoldsForAHundredServicesIsSaidOnce() {
    List<Lint> lints =
        IntStream.rangeClosed(1, 100)
            .mapToObj(number -> new Lint("web_s" + number, "health", "give it a health check"))
            .toList();

    assertThat(advice(lints))
        .containsExactly("web_s1, web_s2, web_s3 and 97 more: give it a health check");
  }

  @Test
  void aFewServicesAreAllNamed() {
    List<Lint> lints =
        Stream.of("web_a", "web_b", "web_c", "web_d")
            .map(service -> new Lint(service, "health", "give it a health check"))
            .toList();

    assertThat(advice(lints)).containsExactly("web_a, web_b, web_c, web_d: give it a health check");
  }

  @Test
  void differentAdviceStaysApartInTheOrderItWasGiven() {
    assertThat(
            advice(
                List.of(
                    new Lint("web_a", "tag", "name a tag"),
                    new Lint("web_a", "health", "give it a health check"),
                    new Lint("web_b", "tag", "name a tag"))))
        .containsExactly("web_a, web_b: name a tag", "web_a: give it a health check");
  }

  private static List<String> advice(List<Lint> lints) {
    String text =
        DiffText.full(
            new Plan(
                "k7x2",
                new Plan.Kind.Deploy(),
                "web",
                new CommitId("0123456789012345678901234567890123456789"),
                List.of(),
                List.of(),
                lints,
                List.of(),
                Map.of(),
                "swarm-1",
                "policy-1",
                Plan.Options.DEFAULT,
                NOW,
                NOW.plus(Duration.ofHours(1))),
            new SwarmInfo("test", "1.41", "swarm1", "node1id", true),
            same -> same);
    return text.lines()
        .dropWhile(line -> !line.contains("Advice"))
        .skip(1)
        .filter(line -> !line.equals("```"))
        .toList();
  }
}
