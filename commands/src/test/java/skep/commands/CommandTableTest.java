package skep.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import skep.deploy.estate.AccessPolicy;
import skep.deploy.estate.AccessPolicy.Capability;

class CommandTableTest {
  /** What is no option: another commit, and a chosen release. */
  private static final Set<String> WORDS = Set.of("@", "to");

  private static Set<String> options(String verb) {
    return CommandTable.verb(verb).orElseThrow().forms().stream()
        .flatMap(form -> form.options().stream())
        .map(Grammar.Option::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyOptionOfACommandThatActsMayHaveARuleInTheEstate() {
    for (Capability capability : List.of(Capability.DEPLOY, Capability.ROLLBACK)) {
      Set<String> ruled = new TreeSet<>(AccessPolicy.ARGUMENTS.get(capability));
      ruled.removeAll(WORDS);
      assertThat(ruled).isEqualTo(options(capability.word()));
    }
  }
}
