package skep.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
  private final CommandParser parser = new CommandParser();

  @Test
  void aStackAtARef() {
    assertThat(parser.parse("/deploy web@main"))
        .isEqualTo(
            new Parsed.Command("deploy", FormName.Deploy.PLAN, List.of("web@main"), Map.of()));
  }

  @Test
  void optionsStandAnywhereWithBlankOrEqualsSign() {
    Parsed expected =
        new Parsed.Command(
            "deploy",
            FormName.Deploy.PLAN,
            List.of("web"),
            Map.of("--resolve-image", "never", "--service", "app", "--detach", ""));
    assertThat(parser.parse("/deploy --detach web --resolve-image=never --service app"))
        .isEqualTo(expected);
    assertThat(parser.parse("/deploy web --resolve-image never --service=app --detach"))
        .isEqualTo(expected);
  }

  @Test
  void aSubcommandTakesItsWords() {
    assertThat(parser.parse("/deploy approve 7k2q"))
        .isEqualTo(
            new Parsed.Command("deploy", FormName.Deploy.APPROVE, List.of("7k2q"), Map.of()));
    assertThat(parser.parse("/rollback web to 41 --force"))
        .isEqualTo(
            new Parsed.Command(
                "rollback", FormName.Rollback.TO, List.of("web", "41"), Map.of("--force", "")));
  }

  @Test
  void theReasonOfALockIsFreeText() {
    assertThat(parser.parse("/deploy lock web Größe ändert sich, can't deploy --yet"))
        .isEqualTo(
            new Parsed.Command(
                "deploy",
                FormName.Deploy.LOCK,
                List.of("web", "Größe ändert sich, can't deploy --yet"),
                Map.of()));
  }

  @Test
  void quotesHoldWordsTogether() {
    assertThat(parser.parse("/deploy lock web \"two words\""))
        .isEqualTo(
            new Parsed.Command(
                "deploy", FormName.Deploy.LOCK, List.of("web", "two words"), Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/depoly web | /deploy web",
        "/Deploy web | /deploy web",
        "/rolback web to 4 | /rollback web to 4",
        "/deploy aprove 7k2q | /deploy approve 7k2q",
        "/deploy web --resolve-imge never | /deploy web --resolve-image never",
        "/deploy web --resolve-image nver | /deploy web --resolve-image never",
        "/deploy web —yes | /deploy web --yes",
        "/deploy | /deploy web",
        "/deploy web now please | /deploy web",
        "/rollback web 41 | /rollback web to 41",
        "/rollback web 41 --yes | /rollback web to 41 --yes",
        "/rollback web too 41 | /rollback web to 41",
        "/rollback web release 41 please | /rollback <stack> to <release> [--force] [--yes] [--detach]",
        "/deploy unlok web | /deploy unlock web",
        "/frobnicate | /help"
      })
  void aWrongLineGetsTheNearestRightOne(String typed, String nearest) {
    assertThat(parser.parse(typed))
        .isInstanceOfSatisfying(
            Parsed.Unknown.class,
            wrong -> {
              assertThat(wrong.nearest()).isEqualTo(nearest);
              assertThat(wrong.examples()).hasSize(3);
              assertThat(wrong.reason()).endsWith(".");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dеploy web", "/deploy wеb", "/rollback wеb to 3"})
  void aLetterOfAnotherAlphabetIsNamed(String typed) {
    assertThat(parser.parse(typed))
        .isInstanceOfSatisfying(
            Parsed.Unknown.class,
            wrong -> {
              assertThat(wrong.reason()).contains("U+0435 CYRILLIC SMALL LETTER IE");
              assertThat(wrong.nearest()).isEqualTo(typed.replace('е', 'e'));
            });
  }

  @Test
  void invisibleCharactersAndSeveralLinesAreRefused() {
    assertThat(parser.parse("/deploy w\u200Beb"))
        .isInstanceOfSatisfying(
            Parsed.Unknown.class,
            wrong -> assertThat(wrong.reason()).contains("U+200B ZERO WIDTH SPACE"));
    assertThat(parser.parse("/deploy web\nthanks"))
        .isInstanceOfSatisfying(
            Parsed.Unknown.class, wrong -> assertThat(wrong.nearest()).isEqualTo("/deploy web"));
  }

  @Test
  void anOptionOfAnotherFormIsRefusedWithTheRightUsage() {
    assertThat(parser.parse("/deploy reject 7k2q --yes"))
        .isInstanceOfSatisfying(
            Parsed.Unknown.class,
            wrong -> assertThat(wrong.nearest()).isEqualTo("/deploy reject <plan>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/deploy web --yes=1",
        "/deploy web --service",
        "/deploy web --yes --yes",
        "/deploy lock web",
        "/deploy 'web"
      })
  void otherMistakesAreRefused(String typed) {
    assertThat(parser.parse(typed)).isInstanceOf(Parsed.Unknown.class);
  }

  @Test
  void everyCommandHasHelp() {
    for (Grammar.Verb verb : CommandTable.VERBS) {
      assertThat(HelpText.of(Optional.of(verb.name()))).contains("/" + verb.name());
    }
    assertThat(parser.parse("/deploy help")).isEqualTo(new Parsed.Help(Optional.of("deploy")));
    assertThat(parser.parse("/help")).isEqualTo(new Parsed.Help(Optional.empty()));
    assertThat(HelpText.of(Optional.of("deploy")))
        .contains("`/deploy approve <plan>` carry out a waiting plan");
  }

  @Test
  void helpExplainsEveryOptionTheRefAndTheApproval() {
    for (Grammar.Verb verb : CommandTable.VERBS) {
      String help = HelpText.of(Optional.of(verb.name()));
      verb.forms().stream()
          .flatMap(form -> form.options().stream())
          .forEach(
              option -> assertThat(help).contains("• `" + option.usage() + "` " + option.says()));
    }
    assertThat(HelpText.of(Optional.of("diff"))).contains("`web@main`", "`#12`", "no approval");
    assertThat(HelpText.of(Optional.of("deploy"))).contains("`web@main`", "waits until somebody");
  }

  @Test
  void everyExampleOfTheTableIsRight() {
    CommandTable.VERBS.stream()
        .flatMap(verb -> verb.examples().stream())
        .forEach(
            line -> assertThat(parser.parse(line)).as(line).isNotInstanceOf(Parsed.Unknown.class));
  }

  @Test
  void aRestoreTakesItsOptions() {
    assertThat(parser.parse("/backup restore 1a2b3c4d --path '/opt/a b' --to /var/tmp/back"))
        .isEqualTo(
            new Parsed.Command(
                "backup",
                FormName.Backup.RESTORE,
                List.of("1a2b3c4d"),
                Map.of("--path", "/opt/a b", "--to", "/var/tmp/back")));
    assertThat(parser.parse("/backup nwo core"))
        .isInstanceOfSatisfying(
            Parsed.Unknown.class,
            wrong -> assertThat(wrong.nearest()).isEqualTo("/backup now core"));
  }
}
