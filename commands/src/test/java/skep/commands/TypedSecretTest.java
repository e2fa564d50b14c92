package skep.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.commands.TypedSecret.Fate;

class TypedSecretTest {
  private static TypedSecret in(String line) {
    return TypedSecret.in(line).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "/secrets set web.env:PASSWORD hunter2,web.env:PASSWORD,hunter2",
    "/secrets set web.env:PASSWORD=hunter2,web.env:PASSWORD,hunter2",
    "/secrets set PASSWORD = hunter2,PASSWORD,= hunter2",
    "/secrets  set   PASSWORD   two words ,PASSWORD,two words",
    "/secrets rotate PASSWORD hunter2,PASSWORD,hunter2",
    "/secrets SET PASSWORD hunter2,PASSWORD,hunter2",
    "/secrets sett PASSWORD hunter2,PASSWORD,hunter2",
    "/secrets put web.env:PASSWORD hunter2,web.env:PASSWORD,hunter2",
    "/secrets change PASSWORD=hunter2,PASSWORD,hunter2"
  })
  void aValueBehindANameIsTakenOut(String line, String name, String value) {
    TypedSecret typed = in(line);
    assertThat(new String(typed.value().reveal(), UTF_8)).isEqualTo(value);
    assertThat(typed.line(Fate.DELETED)).isEqualTo("/secrets set " + name + " (deleted)");
    assertThat(typed.line(Fate.LEFT)).isEqualTo("/secrets set " + name + " (left)");
  }

  @Test
  void aValueOfSeveralLinesIsTakenOutWhole() {
    assertThat(new String(in("/secrets set tls.pem a\nb\n\nc").value().reveal(), UTF_8))
        .isEqualTo("a\nb\n\nc");
  }

  @Test
  void aSecretKeyThatWasPastedIsOne() {
    TypedSecret typed =
        in("/secrets recipients add -----BEGIN PGP PRIVATE KEY BLOCK-----\nxx\n-----END PGP");
    assertThat(typed.line(Fate.LEFT)).isEqualTo("/secrets recipients add (left)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/secrets",
        "/secrets list",
        "/secrets set PASSWORD",
        "/secrets set web.env:PASSWORD",
        "/secrets rotate PASSWORD",
        "/secrets diff feature=1",
        "/secrets diff #12 now",
        "/secrets history web.env please",
        "/secrets recipients add -----BEGIN PGP PUBLIC KEY BLOCK-----\nxx",
        "/secrets recipients remove ABCDEF",
        "/secrets what is this",
        "/deploy web now please"
      })
  void whatHasNoValueIsLeftAlone(String line) {
    assertThat(TypedSecret.in(line)).isEmpty();
  }

  @Test
  void whatIsLeftOfTheLineIsUnderstood() {
    assertThat(new CommandParser().parse("/secrets set web.env:PASSWORD (deleted)"))
        .isInstanceOfSatisfying(
            Parsed.Command.class,
            line -> {
              assertThat(line.form()).isEqualTo(FormName.Secrets.TYPED);
              assertThat(line.words()).containsExactly("web.env:PASSWORD", "(deleted)");
            });
  }

  @Test
  void aPastedPublicKeyIsUnderstoodWithAllItsLines() {
    String key =
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQ\n=ab\n-----END PGP PUBLIC KEY BLOCK-----";
    for (String line :
        new String[] {
          "/secrets recipients add " + key, "/secrets recipients add\n```\n" + key + "\n```"
        }) {
      assertThat(new CommandParser().parse(line))
          .isInstanceOfSatisfying(
              Parsed.Command.class,
              parsed -> {
                assertThat(parsed.form()).isEqualTo(FormName.Secrets.ADD);
                assertThat(parsed.words()).containsExactly(key);
              });
    }
  }

  @Test
  void theHelpHasNoPlaceForAValue() {
    assertThat(HelpText.of(java.util.Optional.of("secrets")))
        .contains("/secrets set <secret>")
        .doesNotContain("<value>");
  }
}
