package skep.secrets.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final String VALUE = "p\"ä ss/w+ord?=";
  private final Redaction redaction = Redaction.of(List.of(SecretValue.of(VALUE)));

  @Test
  void theValueItselfGoes() {
    assertThat(redaction.apply("password is " + VALUE + ", really"))
        .isEqualTo("password is (redacted), really");
  }

  @Test
  void encodedFormsGoToo() {
    String url = URLEncoder.encode(VALUE, StandardCharsets.UTF_8);
    String json = "{\"p\":\"" + VALUE.replace("\"", "\\\"") + "\"}";
    assertThat(redaction.apply(url)).isEqualTo("(redacted)");
    assertThat(redaction.apply(json)).isEqualTo("{\"p\":\"(redacted)\"}");
  }

  @Test
  void base64GoesWhereverTheValueStandsInTheEncodedText() {
    for (String before : List.of("", "u", "us", "user:")) {
      byte[] whole = (before + VALUE).getBytes(StandardCharsets.UTF_8);
      String redacted = redaction.apply(Base64.getEncoder().encodeToString(whole));
      assertThat(redacted).as(before).contains("(redacted)");
      assertThat(redacted.replace("(redacted)", "").length()).as(before).isLessThan(12);
    }
  }

  @Test
  void overlappingValuesLeaveNothingBetweenThem() {
    Redaction two = Redaction.of(List.of(SecretValue.of("abcdefgh"), SecretValue.of("efghijkl")));
    assertThat(two.apply("xabcdefghijklx")).isEqualTo("x(redacted)x");
  }

  @Test
  void aValueWithinAnotherIsNoReasonToStopEarly() {
    Redaction two = Redaction.of(List.of(SecretValue.of("secret"), SecretValue.of("my-secret-1")));
    assertThat(two.apply("my-secret-1 and secret")).isEqualTo("(redacted) and (redacted)");
  }

  @Test
  void shortValuesAreLeftAlone() {
    Redaction none = Redaction.of(List.of(SecretValue.of("8080"), SecretValue.of("  ")));
    assertThat(none.apply("port 8080, 16 bits")).isEqualTo("port 8080, 16 bits");
  }

  @Test
  void whatIsTooShortIsCounted() {
    Redaction some =
        redaction.with(
            List.of(SecretValue.of("8080"), SecretValue.of("  a\n"), SecretValue.of("")));
    assertThat(some.tooShort()).isEqualTo(3);
    assertThat(some.with(List.of(SecretValue.of("8080"))).tooShort()).isEqualTo(3);
    assertThat(Redaction.covers(SecretValue.of("8080"))).isFalse();
    assertThat(Redaction.covers(SecretValue.of(" 12345 "))).isFalse();
    assertThat(Redaction.covers(SecretValue.of("123456"))).isTrue();
  }

  @Test
  void valuesThatArriveOneByOneAreAllKnown() {
    Redaction known = Redaction.NONE;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      known = known.with(List.of(SecretValue.of("value-no-%d-of-many".formatted(i))));
      text.append("value-no-%d-of-many ".formatted(i));
    }
    assertThat(known.apply(text.toString()).split(" ")).hasSize(300).containsOnly("(redacted)");
    assertThat(known.with(List.of(SecretValue.of("value-no-7-of-many")))).isSameAs(known);
  }

  @Test
  void overlappingValuesThatArrivedApartLeaveNothingBetweenThem() {
    Redaction two =
        Redaction.of(IntStream.range(0, 9).mapToObj(i -> SecretValue.of("abcdefgh" + i)).toList())
            .with(List.of(SecretValue.of("h3ijklmn")));
    assertThat(two.apply("xabcdefgh3ijklmnx h3ijklmn abcdefgh4"))
        .isEqualTo("x(redacted)x (redacted) (redacted)");
  }

  @Test
  void ordinaryTextsStayAsTheyAre() {
    String text =
        """
        2026-11-23T12:00:00 INFO skep.bot.Main listening as @skep
        > deploy web: 3/5 tasks running\r\n
        web.1.abc123@node-1    | {"a": "b\\n", "c": 100%}

        - one
        - two …\tthree
        """;
    assertThat(redaction.apply(text)).isEqualTo(text);
    assertThat(Redaction.NONE.apply(text)).isEqualTo(text);
    assertThat(redaction.apply("")).isEmpty();
  }

  @Test
  void aTrailingNewlineOfTheFileDoesNotHideTheValue() {
    Redaction file = Redaction.of(List.of(SecretValue.of("hunter2hunter2\n")));
    assertThat(file.apply("it is hunter2hunter2.")).isEqualTo("it is (redacted).");
  }

  @Test
  void everyOneOfAThousandValuesIsFoundInRandomText() {
    Random random = new Random(7);
    List<String> values =
        IntStream.range(0, 1000).mapToObj(i -> Long.toHexString(random.nextLong()) + i).toList();
    Redaction many = Redaction.of(values.stream().map(SecretValue::of).toList());
    String text = String.join(" ", values);
    assertThat(many.apply(text).split(" ")).hasSize(1000).containsOnly("(redacted)");
  }

  @Test
  void manyThousandValuesTakeOnePassAndLittleMemory() {
    Random random = new Random(7);
    List<SecretValue> values =
        IntStream.range(0, 10_000)
            .mapToObj(
                i -> SecretValue.of("common-beginning-" + Long.toHexString(random.nextLong())))
            .toList();
    Redaction many = Redaction.of(values);
    String log = "2026-11-23T12:00:00 INFO nothing of it stands here\n".repeat(20_000);

    assertTimeout(Duration.ofSeconds(5), () -> assertThat(many.apply(log)).isEqualTo(log));
    assertThat(many.apply("x" + new String(values.get(7).reveal(), StandardCharsets.UTF_8)))
        .isEqualTo("x(redacted)");
  }

  @Test
  void aSecretsOwnTextGivesNothingAway() {
    assertThat(SecretValue.of(VALUE).toString()).isEqualTo("(secret)");
  }
}
