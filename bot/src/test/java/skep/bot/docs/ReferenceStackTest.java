package skep.bot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import skep.deploy.stack.DesiredSecret;
import skep.deploy.stack.DesiredStack;
import skep.deploy.stack.FilesInMemory;
import skep.deploy.stack.StackLoader;
import skep.deploy.stack.StackSource;

/** The stack file a team copies to run Skep on its Swarm. */
class ReferenceStackTest {
  private static final Path FILE = Path.of("../deploy/reference/stacks/core/skep/stack.yml");

  @Test
  void itIsLoadedWithoutAWarningOrAVariable() throws IOException {
    DesiredStack stack = load();
    assertThat(stack.warnings()).isEmpty();
    assertThat(stack.services()).hasSize(1);
  }

  @Test
  void itsSecretsAreMadeByHandAndReachTheBotAsFiles() throws IOException {
    DesiredStack stack = load();
    assertThat(stack.secrets()).allMatch(DesiredSecret::external);
    List<String> files =
        texts(container(stack).path("Env")).stream()
            .map(variable -> variable.substring(variable.indexOf('=') + 1))
            .filter(value -> value.startsWith("/run/secrets/"))
            .toList();
    assertThat(files)
        .containsExactlyInAnyOrderElementsOf(
            stack.secrets().stream().map(secret -> "/run/secrets/" + secret.name()).toList());
  }

  @Test
  void aStoppingBotHasTheTimeItsDrainTakes() throws IOException {
    long nanos = container(load()).path("StopGracePeriod").asLong();
    assertThat(Duration.ofNanos(nanos)).isGreaterThan(Duration.ofSeconds(25 + 10));
  }

  @Test
  void itRunsOnAManagerAndNotAsRoot() throws IOException {
    DesiredStack stack = load();
    JsonNode placement = stack.services().getFirst().spec().at("/TaskTemplate/Placement");
    assertThat(texts(placement.path("Constraints"))).containsExactly("node.role == manager");
    assertThat(container(stack).path("User").asText()).startsWith("65532:");
  }

  private static DesiredStack load() throws IOException {
    FilesInMemory tree = FilesInMemory.of(Map.of("stack.yml", Files.readString(FILE)));
    return new StackLoader()
        .load(new StackSource("skep", tree, List.of("stack.yml"), Map.of(), false));
  }

  private static JsonNode container(DesiredStack stack) {
    return stack.services().getFirst().spec().at("/TaskTemplate/ContainerSpec");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
