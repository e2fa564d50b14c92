package skep.bot.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import skep.bot.dispatch.Chat.Post;
import skep.bot.dispatch.Chat.UserView;
import skep.commands.chat.Origin;
import skep.commands.chat.Picture;

/**
 * What the dispatcher relies on, whichever chat it was given. Both know the person {@code you}, a
 * member of the private group {@code ops-deployers}, and {@code colleague}, who is in no group.
 */
public abstract class ChatContract {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String ID = "A23456789bcdefghi";

  protected abstract Chat chat();

  /** Id of a room the bot is in. */
  protected abstract String room();

  /** Id of a message a person said in that room. */
  protected abstract String said();

  protected abstract void personReacts(String username, String message, String emoji);

  protected abstract String userId(String username);

  /** What the thread shows now, oldest first, without the message it belongs to. */
  protected abstract List<String> shown(String thread);

  /** The files of the pictures in the thread, without the ending, oldest first. */
  protected abstract List<String> pictures(String thread);

  @Test
  void postsOfARoomKeepTheirOrder() {
    String thread = said();
    List<String> texts = IntStream.range(0, 10).mapToObj(number -> "line " + number).toList();

    texts.forEach(text -> chat().post(Post.reply(room(), thread, text)));

    assertThat(chat().flush(LONG)).isTrue();
    assertThat(shown(thread)).isEqualTo(texts);
  }

  @Test
  void theSamePostTwiceIsOneMessage() {
    String thread = said();
    Post post = Post.reply(room(), thread, "once").withId(ID);

    assertThat(chat().post(post)).isEqualTo(ID);
    assertThat(chat().post(post)).isEqualTo(ID);

    assertThat(chat().flush(LONG)).isTrue();
    assertThat(shown(thread)).containsExactly("once");
  }

  @Test
  void theSamePictureTwiceIsShownOnce() {
    String thread = said();
    String other = said();
    Picture picture = new Picture("backups", "sizes", new byte[] {1, 2, 3});
    chat().picture(room(), thread, picture);
    chat().picture(room(), thread, picture);
    chat().picture(room(), thread, picture.named("durations"));
    chat().picture(room(), other, picture);

    assertThat(chat().flush(LONG)).isTrue();
    assertThat(pictures(thread)).containsExactly("backups", "durations");
    assertThat(pictures(other)).containsExactly("backups");
  }

  @Test
  void ofManyEditsTheLastIsShown() {
    String thread = said();
    String message = chat().post(Post.reply(room(), thread, "begun"));

    IntStream.range(0, 20).forEach(step -> chat().edit(room(), message, "step " + step));

    assertThat(chat().flush(LONG)).isTrue();
    assertThat(shown(thread)).containsExactly("step 19");
  }

  @Test
  void aConclusionReplacesWhatWasShownBefore() {
    String thread = said();
    String message = chat().post(Post.reply(room(), thread, "begun"));
    chat().edit(room(), message, "half");
    chat().conclude(room(), message, "done");

    assertThat(chat().flush(LONG)).isTrue();
    assertThat(shown(thread)).containsExactly("done");
  }

  @Test
  void whatAMessageSaysNowCanBeAsked() {
    String message = chat().post(Post.reply(room(), said(), "begun"));
    chat().conclude(room(), message, "done");
    assertThat(chat().flush(LONG)).isTrue();
    assertThat(chat().textOf(message)).contains("done");
    assertThat(chat().textOf(ID)).isEmpty();
  }

  @Test
  void aThreadIsReadAsAWholeFromAnyOfItsMessages() {
    String thread = said();
    chat().post(Post.reply(room(), thread, "one"));
    String second = chat().post(Post.reply(room(), thread, "two"));
    chat().post(Post.reply(room(), said(), "elsewhere"));
    assertThat(chat().flush(LONG)).isTrue();

    Chat.Talk talk = chat().talk(second).orElseThrow();

    assertThat(talk.room()).isEqualTo(room());
    assertThat(talk.root()).isEqualTo(thread);
    assertThat(talk.lines().stream().filter(Chat.Line::own).map(Chat.Line::text))
        .containsExactly("one", "two");
    assertThat(chat().talk(ID)).isEmpty();
  }

  @Test
  void whoReactsToTheBotsOwnMessageIsKnown() {
    String message = chat().post(Post.in(room(), "late"));
    assertThat(chat().flush(LONG)).isTrue();
    assertThat(chat().reactions(message)).isEmpty();

    personReacts("you", message, ":eyes:");

    assertThat(chat().reactions(message))
        .containsExactly(
            new Chat.Reaction(":eyes:", new UserView(userId("you"), "you", true, false)));
    assertThat(chat().reactions(ID)).isEmpty();
  }

  @Test
  void anEditOfAMessageThatIsNotThereDisturbsNothing() {
    String thread = said();
    chat().edit(room(), ID, "of nothing");
    chat().post(Post.reply(room(), thread, "next"));

    assertThat(chat().flush(LONG)).isTrue();
    assertThat(shown(thread)).containsExactly("next");
  }

  @Test
  void onlyWhoIsKnownToBeAMemberIsOne() {
    assertThat(chat().seesRoom("ops-deployers")).isTrue();
    assertThat(chat().isMember("ops-deployers", userId("you"))).isTrue();
    assertThat(chat().isMember("ops-deployers", userId("colleague"))).isFalse();
    assertThat(chat().isMember("ops-deployers", "nobody")).isFalse();
    assertThat(chat().seesRoom("no-such-room")).isFalse();
    assertThat(chat().isMember("no-such-room", userId("you"))).isFalse();
  }

  @Test
  void aRoomIsFoundByItsNameAndAMessageHasAnAddress() {
    String ops = chat().roomNamed("ops-deployers").orElseThrow();
    assertThat(chat().ownRoom(ops).orElseThrow().name()).isEqualTo("ops-deployers");
    assertThat(chat().ownRoom("no-such-room")).isEmpty();
    assertThat(chat().roomNamed("no-such-room")).isEmpty();
    assertThat(chat().linkTo(new Origin(ops, "m1", "m2")).orElseThrow())
        .contains("ops-deployers", "m2");
  }

  @Test
  void aPersonIsFoundById() {
    assertThat(chat().user(userId("you")))
        .contains(new UserView(userId("you"), "you", true, false));
    assertThat(chat().userNamed("you")).isEqualTo(chat().user(userId("you")));
    assertThat(chat().user("nobody")).isEmpty();
    assertThat(chat().userNamed("nobody")).isEmpty();
  }
}
