package skep.bot.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.commands.chat.Person;
import skep.commands.chat.Room;

class OnBehalfTest {
  @ParameterizedTest
  @ValueSource(strings = {"anna", "an`na", "all"})
  void theLineIsReadOutOfWhatIsSaidWhoeverGaveIt(String username) {
    InMemoryChat chat = new InMemoryChat(Set.of("u1"), Map.of(), InstantSource.system());
    OnBehalf.Order order =
        new OnBehalf.Order(
            "m1",
            new Person("u1", username),
            new Room("r1", "ops", false),
            Optional.empty(),
            "/ask why does web not start?",
            "typed");

    assertThat(new OnBehalf(chat, _ -> true).give(order)).isTrue();

    assertThat(chat.textOf("m1"))
        .hasValueSatisfying(said -> {
          assertThat(said).contains(" typed `/ask why");
          assertThat(OnBehalf.line(said)).isEqualTo("/ask why does web not start?");
        });
  }
}
