package skep.bot.wiring;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.bot.dispatch.Chat;
import skep.bot.dispatch.Chat.Line;
import skep.bot.dispatch.Chat.Post;
import skep.bot.dispatch.Chat.Talk;
import skep.bot.dispatch.OnBehalf;
import skep.bot.dispatch.ReplyId;
import skep.commands.access.Access;
import skep.commands.ask.AskCommand;
import skep.commands.ask.Conversation;
import skep.commands.ask.Learning;
import skep.commands.chat.Origin;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.commands.chat.Room;
import skep.commands.planning.Estates;
import skep.commands.secrets.Proposals;
import skep.secrets.repository.EstateRepository;

/** A reaction to an answer to a question, whichever bot gave it, says that its thread is solved. */
final class SolvedThreads {
  private static final Logger LOG = Logger.getLogger(SolvedThreads.class.getName());
  private static final Set<String> SIGNS =
      Set.of(":white_check_mark:", ":ballot_box_with_check:", ":heavy_check_mark:");
  private static final int MOST = 500;

  private final Chat chat;
  private final Learning learning;
  private final ReentrantLock drafting = new ReentrantLock();
  private final Set<String> over = new LinkedHashSet<>();

  SolvedThreads(Chat chat, Learning learning) {
    this.chat = chat;
    this.learning = learning;
  }

  /**
   * @param proposals opened for drafts
   * @param questions with what threads are summed up
   */
  static SolvedThreads of(
      Chat chat,
      Estates estates,
      EstateRepository repository,
      Proposals proposals,
      Questions questions,
      InstantSource clock) {
    Access access = new Access(new ChatDirectory(chat));
    return new SolvedThreads(
        chat,
        new Learning(
            estates,
            repository,
            access,
            proposals,
            questions.models(),
            questions.redaction(),
            clock));
  }

  /**
   * The server told this message of the bot's own again. Returns at once.
   *
   * @param emojis what is on it
   */
  void touched(String message, Set<String> emojis) {
    if (emojis.stream().anyMatch(SIGNS::contains) && !isOver(message)) {
      Thread.ofVirtual().name("solved").start(() -> look(message));
    }
  }

  private synchronized boolean isOver(String message) {
    return over.contains(message);
  }

  private synchronized void over(String message) {
    over.add(message);
    if (over.size() > MOST) {
      over.remove(over.iterator().next());
    }
  }

  /** One after the other: the first one who may is enough, and what is drafted is drafted once. */
  private void look(String message) {
    drafting.lock();
    try {
      Optional<Talk> talk =
          isDrafted(message)
              ? Optional.empty()
              : chat.talk(message).filter(one -> has(one, message));
      Optional<Room> room = talk.flatMap(one -> chat.ownRoom(one.room()));
      if (room.isPresent()) {
        Optional<Person> allowed =
            signs(message).stream().filter(one -> learning.may(one, room.get())).findFirst();
        allowed.ifPresent(person -> draft(message, talk.orElseThrow(), person, room.get()));
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a reaction to an answer could not be looked at", e);
    } finally {
      drafting.unlock();
    }
  }

  /** By this bot or one before: the branch may be merged by now, and gone. */
  private boolean isDrafted(String message) {
    if (!isOver(message) && chat.textOf(ReplyId.to(message, "solved")).isPresent()) {
      over(message);
    }
    return isOver(message);
  }

  /** Whether this is an answer to a question in it: its id is made from the question's. */
  private static boolean has(Talk talk, String answer) {
    return talk.lines().stream()
            .anyMatch(line ->
                line.own() && line.message().equals(answer) && AskCommand.isAnswer(line.text()))
        && talk.lines().stream().anyMatch(line -> asks(line, answer));
  }

  private static boolean asks(Line line, String answer) {
    return ReplyId.to(line.message(), "reply").equals(answer);
  }

  private List<Person> signs(String message) {
    return chat.reactions(message).stream()
        .filter(reaction -> SIGNS.contains(reaction.emoji()))
        .map(reaction -> new Person(reaction.by().id(), reaction.by().username()))
        .toList();
  }

  /** Where it did not go well, somebody may react once more. */
  private void draft(String message, Talk talk, Person by, Room room) {
    Post reply;
    try {
      reply =
          Post.reply(room.id(), talk.root(), learning.solved(conversation(talk, message), by, room))
              .withId(ReplyId.to(message, "solved"));
      over(message);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "no draft was made of a thread", e);
      reply =
          Post.reply(
                  room.id(),
                  talk.root(),
                  ":x: No draft was made of this thread: "
                      + Quoted.text(String.valueOf(e.getMessage())))
              .withId(ReplyId.to(message, "not drafted"));
    }
    chat.post(reply);
  }

  /** What the bot posted on somebody's behalf is theirs. */
  private Conversation conversation(Talk talk, String answer) {
    // Asked once for all of them.
    Optional<String> link = chat.linkTo(new Origin(talk.room(), talk.root(), talk.root()));
    List<Conversation.Line> lines = new ArrayList<>();
    for (Line line : talk.lines()) {
      boolean isOnBehalf = line.own() && asks(line, answer);
      lines.add(
          new Conversation.Line(
              line.by(),
              line.own() && !isOnBehalf,
              line.at(),
              isOnBehalf ? OnBehalf.line(line.text()) : line.text(),
              link.map(address -> address.replace(talk.root(), line.message()))));
    }
    return new Conversation(talk.root(), lines);
  }
}
