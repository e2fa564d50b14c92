package skep.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Picture;
import skep.commands.chat.Room;

class PictureRedactionTest {
  private final List<Picture> shown = new ArrayList<>();

  private final class Shown implements Invocation.Progress {
    @Override
    public void show(String text) {}

    @Override
    public void attach(Picture picture) {
      shown.add(picture);
    }
  }

  private Picture shownOf(Picture picture) {
    Command draws =
        (in, _) -> {
          in.progress().attach(picture);
          return new Outcome.Done("drawn");
        };
    new Commands(Map.of("deploy", draws), text -> text.replace("hunter2", "***"))
        .handle(
            new Invocation(
                "m1",
                new Person("u1", "anna"),
                new Room("r1", "ops", false),
                "m1",
                "/deploy status",
                Instant.EPOCH,
                new Shown()));
    return shown.getFirst();
  }

  @Test
  void itsNameAndItsDescriptionAreRedacted() {
    Picture picture = shownOf(new Picture("of-hunter2", "sizes of hunter2", new byte[] {1}));
    assertThat(picture.name()).isEqualTo("of--");
    assertThat(picture.description()).isEqualTo("sizes of ***");
    assertThat(picture.png()).containsExactly(1);
  }

  @Test
  void aNameOfWhichNothingIsLeftIsAnotherOne() {
    assertThat(shownOf(new Picture("hunter2", "sizes", new byte[] {1})).name())
        .isEqualTo("picture");
  }

  @Test
  void aNameThatIsAPathIsNone() {
    assertThatThrownBy(() -> new Picture("../x", "", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a picture's name: ../x");
  }
}
