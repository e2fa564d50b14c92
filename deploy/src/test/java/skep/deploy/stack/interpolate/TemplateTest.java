package skep.deploy.stack.interpolate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private final List<String> problems = new ArrayList<>();

  @Test
  void everyOperatorForSetBlankAndUnset() {
    Map<String, String> expected =
        Map.ofEntries(
            Map.entry("$SET|${SET}", "v|v"),
            Map.entry("${SET:-d}${BLANK:-d}${UNSET:-d}", "vdd"),
            Map.entry("${SET-d}${BLANK-d}${UNSET-d}", "vd"),
            Map.entry("${SET:+d}${BLANK:+d}${UNSET:+d}", "d"),
            Map.entry("${SET+d}${BLANK+d}${UNSET+d}", "dd"),
            Map.entry("${SET:?why}${SET?why}${BLANK?why}", "vv"),
            Map.entry("$$SET $${SET}", "$SET ${SET}"),
            Map.entry("${UNSET:-${BLANK:-${SET}}}", "v"),
            Map.entry("${SET:-${UNSET}}", "v"),
            Map.entry("${UNSET:-}", ""),
            Map.entry("${UNSET:-a:b-c?d}", "a:b-c?d"),
            Map.entry("no variable", "no variable"));
    expected.forEach((text, value) -> assertThat(render(text)).as(text).contains(value));
    assertThat(problems).isEmpty();
  }

  @Test
  void anOperatorWithoutBracesSwallowsTheRestAsInTheCli() {
    assertThat(render("$UNSET-mirror/app")).contains("mirror/app");
    assertThat(render("$SET-mirror/app")).contains("v");
    assertThat(render("a $UNSET-b $SET c")).contains("a b $SET c");
  }

  /** {@code docker stack config} of CLI 28 gives the same for each. */
  @Test
  void itSwallowsUpToAClosingBraceOnly() {
    assertThat(render("[{\"h\":\"$UNSET-x\"},{\"p\":\"$SET\"}]"))
        .contains("[{\"h\":\"x\"},{\"p\":\"v\"}]");
    assertThat(render("$UNSET-rest/${SET}")).contains("rest/${SET}");
    assertThat(render("$SET?x y")).contains("v");
    assertThat(render("$SET-}b $SET-")).contains("v}b v");
  }

  @Test
  void aRequiredVariableSaysWhy() {
    assertThat(render("${UNSET:?set-the-tag}")).isEmpty();
    assertThat(render("${BLANK:?}")).isEmpty();
    assertThat(problems)
        .containsExactly(
            "required variable UNSET is missing a value: set-the-tag",
            "required variable BLANK is missing a value");
  }

  @Test
  void aDollarThatIsNoVariableIsAMistake() {
    for (String text :
        List.of("$", "a$", "$5", "${", "${}", "${A", "${1}", "${SET!x}", "$ {SET}")) {
      assertThat(render(text)).as(text).isEmpty();
    }
  }

  @Test
  void everyUnsetVariableOfATextIsNamed() {
    assertThat(render("${ONE}-${TWO}")).isEmpty();
    assertThat(problems).hasSize(2);
  }

  private Optional<String> render(String text) {
    return new Template(text, Map.of("SET", "v", "BLANK", ""), false, problems::add).render();
  }
}
