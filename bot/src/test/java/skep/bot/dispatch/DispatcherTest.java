package skep.bot.dispatch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import skep.commands.chat.Invocation;
import skep.commands.chat.Origin;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Picture;
import skep.commands.chat.Room;

class DispatcherTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration QUIET = Duration.ofSeconds(60);
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final InMemoryChat chat = new InMemoryChat(Set.of(), Map.of(), now::get);
  private final InMemoryLedger ledger = new InMemoryLedger(now::get);

  @Test
  void aCommandIsAcceptedShowsProgressAndEndsInOneMessage() {
    try (Dispatcher bot =
        bot(in -> {
          in.progress().show("planning");
          return new Outcome.Done("web is verified");
        })) {
      bot.heard(command("m1", "/deploy web", NOON));
      await().until(() -> ledger.unanswered().isEmpty() && chat.posts().size() == 1);
    }
    assertThat(chat.history(ReplyId.to("m1", "reply")))
        .containsExactly(
            ":hourglass: Accepted: `/deploy web`",
            "planning",
            ":white_check_mark: web is verified");
  }

  @Test
  void aPictureIsShownInTheThreadUnderANameOfItsCommandAndNotAfterTheEnd() {
    Picture chart = new Picture("backups", "sizes", new byte[] {1});
    AtomicReference<Invocation.Progress> kept = new AtomicReference<>(Invocation.Progress.NONE);
    try (Dispatcher bot =
        bot(in -> {
          kept.set(in.progress());
          in.progress().attach(chart);
          in.progress().attach(chart);
          return new Outcome.Done("all fresh");
        })) {
      bot.heard(command("m1", "/backup", NOON));
      await().until(() -> ledger.unanswered().isEmpty() && chat.posts().size() == 1);
      kept.get().attach(chart.named("late"));
    }
    assertThat(chat.pictures("m1"))
        .extracting(Picture::name)
        .containsExactly("backups-" + ReplyId.to("m1", "picture"));
  }

  @Test
  void aMessageHeardAgainAndByAnotherBotRunsOnce() {
    AtomicInteger runs = new AtomicInteger();
    Function<Invocation, Outcome> counting =
        _ -> {
          runs.incrementAndGet();
          return new Outcome.Done("done");
        };
    try (Dispatcher one = bot(counting);
        Dispatcher two = bot(counting)) {
      for (int i = 0; i < 50; i++) {
        one.heard(command("m1", "/deploy web", NOON));
        two.heard(command("m1", "/deploy web", NOON));
      }
      assertThat(one.drain(Duration.ofSeconds(10))).isTrue();
      assertThat(two.drain(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(runs).hasValue(1);
    assertThat(chat.posts()).filteredOn(post -> !post.text().equals(Replies.draining())).hasSize(1);
  }

  @Test
  void aCommandReadBackTooLateIsAskedForAgainAndNotRun() {
    try (Dispatcher bot = bot(_ -> new Outcome.Done("must not run"))) {
      bot.heard(command("m1", "/deploy web", NOON.minusSeconds(301)));
      await().until(() -> !chat.posts().isEmpty() && ledger.unanswered().isEmpty());
    }
    assertThat(chat.thread("m1"))
        .singleElement()
        .asString()
        .contains("5 minutes ago", "Nothing was done", "`/deploy web`");
  }

  @Test
  void aWaitingPlanComesWithButtonsThatSayTheCommand() {
    try (Dispatcher bot =
        bot(_ -> new Outcome.Waiting("the diff", "7k2q", "/deploy approve 7k2q", List.of()))) {
      bot.heard(command("m1", "/deploy web", NOON));
      await().until(() -> chat.posts().size() == 2);
    }
    assertThat(chat.posts().getLast().text()).contains("/deploy approve 7k2q");
    assertThat(chat.posts().getLast().actions())
        .extracting(Chat.Action::says)
        .containsExactly("/deploy approve 7k2q", "/deploy reject 7k2q");
  }

  @Test
  void aRefusalSaysWhatToTypeNext() {
    try (Dispatcher bot = bot(_ -> new Outcome.Refused("No such plan.", "/deploy web"))) {
      bot.heard(command("m1", "/deploy approve zzzz", NOON));
      await()
          .untilAsserted(() ->
              assertThat(chat.thread("m1"))
                  .containsExactly(":no_entry: No such plan.\nNext: `/deploy web`"));
    }
  }

  @Test
  void whatWasTypedAndWhatToDoNextCallNobody() {
    String hostile = "/deploy `*x*`\n@all";
    try (Dispatcher bot = bot(_ -> new Outcome.Refused("No.", "ask `@all` @all"))) {
      bot.heard(command("m1", hostile, NOON));
      bot.heard(command("m2", hostile, NOON.minusSeconds(3600)));
      await()
          .untilAsserted(() -> {
            assertThat(chat.thread("m1"))
                .containsExactly(":no_entry: No.\nNext: `ask '@all' @all`");
            assertThat(chat.thread("m2"))
                .singleElement()
                .asString()
                .endsWith("`/deploy '*x*'⏎@all`");
          });
    }
  }

  @Test
  void aNearMissIsAnsweredOnceAndNothingRuns() {
    try (Dispatcher bot = bot(_ -> new Outcome.Done("must not run"))) {
      Heard heard = heard("m1", new Heard.What.NearMiss("Did you mean `/deploy`?"), NOON);
      bot.heard(heard);
      bot.heard(heard);
      assertThat(bot.drain(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(chat.thread("m1")).containsExactly("Did you mean `/deploy`?");
  }

  @Test
  void drainingIsAnnouncedWaitsAndTakesNothingNew() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (Dispatcher bot =
        bot(_ -> {
          started.countDown();
          hold(go);
          return new Outcome.Done("done after all");
        })) {
      bot.heard(command("m1", "/deploy web", NOON));
      assertThat(started.await(10, SECONDS)).isTrue();
      assertThat(bot.drain(Duration.ofMillis(50))).isFalse();
      bot.heard(command("m2", "/deploy api", NOON));
      go.countDown();
      assertThat(bot.drain(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(chat.thread("m1"))
        .containsExactly(":white_check_mark: done after all", Replies.draining());
    assertThat(chat.thread("m2")).isEmpty();
    assertThat(ledger.take(new Origin("r1", "m2", "m2"))).as("left for the next bot").isTrue();
  }

  @Test
  void whatAnEarlierBotLeftUnansweredIsToldAsSoonAsItIsSurelyDead() {
    ledger.take(new Origin("r1", "m0", "m0"));
    ledger.take(new Origin("r1", "m1", "m1"));
    ledger.take(new Origin("r1", "m2", "m2"));
    Fates fates =
        origin ->
            switch (origin.message()) {
              case "m1" -> new Fates.Fate.NothingBegun();
              case "m2" -> new Fates.Fate.Ended("web is release 7");
              default -> throw new AssertionError(origin);
            };
    try (Dispatcher bot = bot(_ -> new Outcome.Done("must not run"))) {
      now.set(NOON.plusSeconds(59));
      bot.report(new Origin("r1", "m0", "m0"), "web was rolled back");
      bot.reportUnanswered(fates);
      assertThat(chat.posts()).as("somebody may be at the others").hasSize(1);
      now.set(NOON.plusSeconds(61));
      bot.reportUnanswered(fates);
      bot.reportUnanswered(fates);
      await().until(() -> ledger.unanswered().isEmpty());
    }
    assertThat(chat.thread("m0")).containsExactly("web was rolled back");
    assertThat(chat.thread("m1")).containsExactly(Replies.interrupted());
    assertThat(chat.thread("m2")).containsExactly("web is release 7");
  }

  @Test
  void whatWasAnsweredAndNotNotedIsNotAnsweredAgain() {
    ledger.take(new Origin("r1", "m1", "m1"));
    chat.post(
        Chat.Post.reply("r1", "m1", ":white_check_mark: web is release 7")
            .withId(ReplyId.to("m1", "reply")));
    ledger.take(new Origin("r1", "m2", "m2"));
    chat.post(
        Chat.Post.reply("r1", "m2", ":raised_hand: the diff").withId(ReplyId.to("m2", "reply")));
    now.set(NOON.plusSeconds(3600));
    try (Dispatcher bot = bot(_ -> new Outcome.Done("must not run"))) {
      bot.reportUnanswered(_ -> new Fates.Fate.Ended("what the record says"));
      await().until(() -> ledger.unanswered().isEmpty());
    }
    assertThat(chat.thread("m1")).containsExactly(":white_check_mark: web is release 7");
    // Its question was not asked any more.
    assertThat(chat.thread("m2")).containsExactly(":raised_hand: the diff", "what the record says");
  }

  @Test
  void whileTheChatServerCannotBeAskedNobodyIsToldTwice() {
    ledger.take(new Origin("r1", "m1", "m1"));
    chat.unreachable(true);
    now.set(NOON.plusSeconds(3600));
    try (Dispatcher bot = bot(_ -> new Outcome.Done("must not run"))) {
      bot.reportUnanswered(_ -> new Fates.Fate.Ended("web is release 7"));
      assertThat(chat.posts()).isEmpty();
      assertThat(ledger.unanswered()).hasSize(1);
      chat.unreachable(false);
      bot.reportUnanswered(_ -> new Fates.Fate.Ended("web is release 7"));
      await().until(() -> ledger.unanswered().isEmpty());
    }
    assertThat(chat.thread("m1")).containsExactly("web is release 7");
  }

  @Test
  void whatIsStillInFlightIsNotCalledInterrupted() {
    ledger.take(new Origin("r1", "m0", "m0"));
    now.set(NOON.plusSeconds(3600));
    try (Dispatcher bot = bot(_ -> new Outcome.Done("must not run"))) {
      bot.reportUnanswered(_ -> new Fates.Fate.UnderWay());
    }
    assertThat(chat.posts()).isEmpty();
    assertThat(ledger.unanswered()).hasSize(1);
  }

  @Test
  void aCommandThatTakesLongIsLeftToTheBotThatIsAtIt() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Duration quick = Duration.ofMillis(300);
    try (Dispatcher one =
            new Dispatcher(
                chat,
                ledger,
                _ -> {
                  started.countDown();
                  hold(go);
                  return new Outcome.Done("done after all");
                },
                now::get,
                quick,
                Discretion.NONE);
        Dispatcher two = bot(_ -> new Outcome.Done("must not run"))) {
      one.heard(command("m1", "/deploy web", NOON));
      assertThat(started.await(10, SECONDS)).isTrue();
      now.set(NOON.plusSeconds(600));
      await().until(() -> ledger.unanswered().getFirst().alive().equals(now.get()));
      two.reportUnanswered(_ -> new Fates.Fate.NothingBegun());
      go.countDown();
      await().until(() -> ledger.unanswered().isEmpty());
    }
    assertThat(chat.thread("m1")).containsExactly(":white_check_mark: done after all");
  }

  @Test
  void whatDoesNotEndInTimeIsHandedToTheNextBotAndNotCalledFailed() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    try (Dispatcher bot =
        bot(in -> {
          started.countDown();
          hold(new CountDownLatch(1));
          interrupted.countDown();
          in.progress().show("goes back");
          return new Outcome.Failed("The Docker engine does not answer", "/deploy web");
        })) {
      bot.heard(command("m1", "/deploy web", NOON));
      assertThat(started.await(10, SECONDS)).isTrue();
      assertThat(bot.drain(Duration.ofMillis(50))).isFalse();
      bot.handOver();
      assertThat(interrupted.getCount()).isZero();
    }
    assertThat(chat.thread("m1")).containsExactly(Replies.handedOver(), Replies.draining());
    assertThat(ledger.unanswered()).as("the next bot answers").hasSize(1);
  }

  @Test
  void aLedgerThatDoesNotAnswerRunsNothing() {
    AtomicInteger runs = new AtomicInteger();
    try (Dispatcher bot = withoutLedger(runs)) {
      bot.heard(command("m1", "/deploy web", NOON));
      await().until(() -> !chat.posts().isEmpty());
    }
    assertThat(chat.thread("m1")).containsExactly(Replies.notTaken());
    assertThat(runs).hasValue(0);
  }

  @Test
  void aQuestionIsAnsweredWithoutALedgerAndOnceThoughItIsHeardAgain() {
    AtomicInteger runs = new AtomicInteger();
    Heard.What question = new Heard.What.Question("the quorum is lost, what now?");
    try (Dispatcher bot = withoutLedger(runs)) {
      bot.heard(heard("m1", question, NOON));
      await().until(() -> chat.thread("m1").equals(List.of(":white_check_mark: an answer")));
      bot.heard(heard("m1", question, NOON));
      bot.heard(command("m2", "/ask the quorum is lost, what now?", NOON));
      await().until(() -> chat.thread("m2").equals(List.of(":white_check_mark: an answer")));
      assertThat(bot.drain(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(runs).hasValue(2);
  }

  private Dispatcher withoutLedger(AtomicInteger runs) {
    Ledger broken =
        new Ledger() {
          @Override
          public boolean take(Origin origin) {
            throw new IllegalStateException("no quorum");
          }

          @Override
          public void alive(Origin origin) {}

          @Override
          public void answered(Origin origin) {
            throw new IllegalStateException("no quorum");
          }

          @Override
          public List<Taken> unanswered() {
            return List.of();
          }
        };
    return new Dispatcher(
        chat,
        broken,
        _ -> {
          runs.incrementAndGet();
          return new Outcome.Done("an answer");
        },
        now::get,
        QUIET,
        Discretion.NONE);
  }

  private Dispatcher bot(Function<Invocation, Outcome> commands) {
    return new Dispatcher(chat, ledger, commands, now::get, QUIET, Discretion.NONE);
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Heard command(String id, String line, Instant typed) {
    return heard(id, new Heard.What.Command(line), typed);
  }

  private static Heard heard(String id, Heard.What what, Instant typed) {
    return new Heard(id, new Person("u1", "anna"), new Room("r1", "ops", false), id, typed, what);
  }
}
