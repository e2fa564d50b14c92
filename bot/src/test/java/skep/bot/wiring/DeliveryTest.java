package skep.bot.wiring;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import skep.bot.dispatch.Discretion;
import skep.bot.dispatch.Dispatcher;
import skep.bot.local.chat.Breakage;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Personality;
import skep.bot.local.chat.Said;
import skep.bot.rocketchat.RocketChat;
import skep.bot.rocketchat.RocketChatOptions;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.deploy.release.Claims;
import skep.deploy.release.InMemoryRecords;

/**
 * Connections break in every way there is, again and again, while people type and others talk: each
 * command runs once, and none is lost. Two bots listen, the second started by accident.
 */
@ParameterizedClass
@EnumSource
class DeliveryTest {
  private static final int RECONNECTS = 100;
  private static final RocketChatOptions.Timing BRISK =
      new RocketChatOptions.Timing(
          Duration.ofMillis(150),
          Duration.ofMillis(450),
          Duration.ofSeconds(10),
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofSeconds(60));

  private final LocalChat server;
  private final InMemoryRecords records = new InMemoryRecords(InstantSource.system());
  private final Map<String, Integer> runs = new ConcurrentHashMap<>();
  private final List<RocketChat> chats = new ArrayList<>();
  private final List<Dispatcher> dispatchers = new ArrayList<>();
  private final AtomicBoolean flooding = new AtomicBoolean(true);

  DeliveryTest(Personality personality) {
    server = LocalChat.start(LocalChat.Options.onFreePort().as(personality));
  }

  @BeforeEach
  void begin() {
    listen();
    listen();
    await().until(() -> server.subscriptions().size() == 2);
  }

  @AfterEach
  void end() {
    flooding.set(false);
    dispatchers.forEach(Dispatcher::close);
    chats.forEach(RocketChat::close);
    server.close();
  }

  private void listen() {
    RocketChat chat =
        RocketChat.open(
            RocketChatOptions.of(URI.create(server.url()), server.botUserId(), server.botToken())
                .with(BRISK));
    Claims claims = new Claims(records, InstantSource.system());
    Dispatcher dispatcher =
        new Dispatcher(
            chat,
            new ClaimsLedger(claims),
            this::counted,
            InstantSource.system(),
            Duration.ofSeconds(60),
            Discretion.NONE);
    chats.add(chat);
    dispatchers.add(dispatcher);
    chat.listen(Set.of("deploy"), dispatcher, new Indifferent());
  }

  private Outcome counted(Invocation in) {
    runs.merge(in.id(), 1, Integer::sum);
    return new Outcome.Done("done");
  }

  private static final class Indifferent implements RocketChat.Watcher {
    @Override
    public void ready() {}

    @Override
    public void lost(String why) {}

    @Override
    public void refused(String why) {
      throw new AssertionError(why);
    }
  }

  /** What others say in a room the bot is not in: a hundred and more messages a second. */
  private void flood() {
    server.openChannel("random");
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (flooding.get()) {
              server.say("you", "random", "/deploy everything");
              Thread.sleep(6);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static List<Breakage> breakages() {
    return Stream.generate(() -> Stream.of(Breakage.values()))
        .flatMap(all -> all)
        .limit(RECONNECTS)
        .toList();
  }

  private boolean answered(String id) {
    return server.said("ops").stream()
        .anyMatch(said -> said.thread().equals(Optional.of(id)) && said.text().endsWith("done"));
  }

  @Test
  void eachCommandRunsOnceWhateverBreaks() throws InterruptedException {
    flood();
    // The same breakages in the same order each time; the threads are random enough.
    Random moments = new Random(7);
    List<String> typed = new ArrayList<>();
    for (Breakage how : breakages()) {
      typed.add(server.say("you", "ops", "/deploy before"));
      Thread.sleep(moments.nextInt(5));
      server.breakConnections(how);
      typed.add(server.say("colleague", "ops", "/deploy during"));
      Thread.sleep(moments.nextInt(how == Breakage.HALF_OPEN ? 600 : 120));
      typed.add(server.say("you", "ops", "/deploy after"));
    }

    await().atMost(120, SECONDS).until(() -> typed.stream().allMatch(this::answered));
    flooding.set(false);
    assertThat(runs).containsOnlyKeys(typed);
    assertThat(runs.values()).containsOnly(1);
    assertThat(server.said("ops").stream().filter(said -> said.by().equals("skep")))
        .hasSize(typed.size())
        .extracting(Said::text)
        .allMatch(text -> text.endsWith("done"));
    await().until(() -> server.subscriptions().equals(List.of(4, 4)));
  }
}
