package skep.commands.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.deploy.estate.RunbookPolicy;
import skep.runbooks.answer.Answer;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.Stamp;
import skep.runbooks.passages.Passage;

class AnswerTextTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final Answer NOTHING = new Answer.NotInRunbooks(List.of());

  @ParameterizedTest
  @CsvSource({
    "2026-11-29T09:57:00Z, 3 min ago",
    "2026-11-29T09:59:30Z, just now",
    "2026-11-29T10:00:00Z, just now",
    "2026-11-29T10:03:00Z, just now",
    "2036-01-01T00:00:00Z, just now",
  })
  void anIndexFromTheFutureIsNotSaidToBeLookedAtInSoManyMinutes(Instant stamp, String words) {
    assertThat(text(stamp, Map.of("", "c0ffee0123")).of(NOTHING))
        .isEqualTo(
            ":book: The runbooks do not say.\n_Runbooks at `c0ffee01`, looked at %s._"
                .formatted(words));
  }

  @Test
  void pagesOfNoCommitAreLinkedAtTheNewestOne() {
    AnswerText text = text(NOW, Map.of());

    assertThat(
            text.of(
                new Answer.NotInRunbooks(
                    List.of(new Passage("runbooks/a.md", List.of("A"), "", "text")))))
        .contains("[A](https://git.example.org/HEAD/runbooks/a.md)")
        .endsWith("_Runbooks, looked at just now._");
  }

  private static AnswerText text(Instant stamp, Map<String, String> commits) {
    return AnswerText.at(
        new Stamp(new Embedder.Model("m", 2), commits, stamp),
        RunbookPolicy.DEFAULT,
        Optional.of("https://git.example.org/{commit}/{path}"),
        NOW);
  }
}
