package skep.deploy.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What Skep takes and the CLI does not; {@code bot/docs/stack-files.md} says why. */
class ExtendedStacksTest {
  private final DesiredStack stack =
      new StackLoader().load(StackCase.in("stacks-extended").getFirst().source());

  @Test
  void secretsAndConfigsTakeTheirValuesFromVariables() {
    assertThat(stack.secrets())
        .singleElement()
        .satisfies(secret -> {
          assertThat(secret.name()).isEqualTo("web_password");
          assertThat(secret.value().orElseThrow().reveal())
              .isEqualTo("from a variable".getBytes(StandardCharsets.UTF_8));
        });
    assertThat(stack.configs())
        .singleElement()
        .satisfies(config -> assertThat(config.value().orElseThrow().size()).isEqualTo(5));
  }

  @Test
  void operatorsTheCliLacksAreUnderstood() {
    assertThat(stack.services().getFirst().spec().at("/TaskTemplate/ContainerSpec/Env"))
        .extracting(node -> node.asText())
        .containsExactly(
            "INSTEAD=given",
            "INSTEAD_EMPTY=",
            "NESTED=inner",
            "NESTED_UNUSED=alice",
            "REQUIRED=alice");
  }
}
