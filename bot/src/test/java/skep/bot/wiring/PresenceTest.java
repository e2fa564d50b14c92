package skep.bot.wiring;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.health.Health;
import skep.bot.health.Metrics;
import skep.bot.local.SampleEstate;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Said;
import skep.bot.rocketchat.RocketChatOptions;
import skep.commands.planning.RepositoryEstates;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.Releases;
import skep.deploy.release.SwarmRecords;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.Swarm;
import skep.deploy.verify.Timing;
import skep.secrets.repository.EstateRepository;

/** Bots that come after one that died in the middle, on a Swarm in memory. */
class PresenceTest {
  private static final Pace PACE =
      new Pace(
          Duration.ofMillis(200),
          Duration.ofSeconds(2),
          Duration.ofMinutes(10),
          Duration.ofMillis(3000),
          Duration.ofMillis(1200),
          Timing.SIMULATED,
          new RocketChatOptions.Timing(
              Duration.ofSeconds(20),
              Duration.ofSeconds(45),
              Duration.ofSeconds(10),
              Duration.ofMillis(50),
              Duration.ofMillis(300),
              Duration.ofMillis(100),
              Duration.ofSeconds(60)));

  @TempDir Path home;
  private final Swarm swarm = SimulatedSwarm.start(Options.QUICK);
  private final Releases releases = new Releases(new SwarmRecords(swarm), InstantSource.system());
  private final List<AutoCloseable> open = new ArrayList<>();
  private LocalChat chat;
  private URI url;
  private EstateRepository repository;

  @BeforeEach
  void begin() {
    chat = LocalChat.start(LocalChat.Options.onFreePort());
    url = URI.create(chat.url());
    String estate = SampleEstate.at(home.resolve("try"), true).directory().toString();
    repository = EstateAccess.open(new Settings(Map.of()), estate, new KnownSecrets());
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    chat.close();
    repository.close();
    swarm.close();
  }

  private Presence bot(Swarm around) {
    RocketChatOptions server = RocketChatOptions.of(url, chat.botUserId(), chat.botToken());
    Health health = new Health(InstantSource.system());
    return new Presence(
        new Presence.Setup(
            server,
            around,
            new RepositoryEstates(repository),
            RegistryCredentials.NONE,
            Map.of(),
            new KnownSecrets(),
            _ -> {},
            health,
            new Metrics(health),
            PACE));
  }

  /** The thread of a deployment whose bot stopped in the middle, for ever. */
  private String aBotDiesOverARelease() {
    WriteGate gate = new WriteGate(_ -> {});
    open.add(bot(new GatedSwarm(swarm, gate)));
    String thread = chat.say("you", "ops", "/deploy api");
    await().atMost(30, SECONDS).until(() -> button(thread).isPresent());
    chat.reply("colleague", "ops", thread, button(thread).orElseThrow());
    await().atMost(30, SECONDS).until(() -> !releases.stacksInFlight().isEmpty());
    gate.stopAfter(0);
    return thread;
  }

  private Optional<String> button(String thread) {
    return said(thread).stream()
        .flatMap(message -> message.buttons().stream())
        .filter(says -> says.startsWith("/deploy approve"))
        .findFirst();
  }

  private List<Said> said(String thread) {
    return chat.said("ops").stream()
        .filter(message -> message.thread().equals(Optional.of(thread)))
        .toList();
  }

  @Test
  void whatWasLeftUnfinishedIsFinishedBeforeTheChatServerIsThereAndToldWhenItIs() {
    String thread = aBotDiesOverARelease();

    chat.whileDown(() -> {
      open.add(bot(swarm));
      await().atMost(60, SECONDS).until(() -> releases.stacksInFlight().isEmpty());
    });

    await()
        .atMost(60, SECONDS)
        .untilAsserted(() ->
            assertThat(said(thread))
                .extracting(Said::text)
                .anyMatch(text -> text.contains("A bot before me")));
    assertThat(said(thread))
        .extracting(Said::text)
        .noneMatch(text -> text.contains("nothing of it"));
  }

  @Test
  void whatNobodyAnsweredAndNobodyBeganIsSaidToBeInterrupted() {
    WriteGate gate = new WriteGate(_ -> {});
    open.add(bot(new GatedSwarm(swarm, gate)));
    gate.stopAfter(1);
    String thread = chat.say("you", "ops", "/deploy api");
    await()
        .atMost(30, SECONDS)
        .until(() -> swarm.configs(Map.of("skep.record", "claim")).size() == 1);

    open.add(bot(swarm));

    await()
        .atMost(60, SECONDS)
        .untilAsserted(() ->
            assertThat(said(thread))
                .extracting(Said::text)
                .anyMatch(text -> text.contains("nothing of it was begun")));
  }

  @Test
  void aBotWhoseTokenIsRefusedFinishesWhatIsInFlightAndThenEndsWithTheReason() {
    aBotDiesOverARelease();
    chat.revokeBotToken();

    Presence bot = bot(swarm);
    open.add(bot);

    assertThat(bot.await())
        .hasValueSatisfying(why -> assertThat(why).contains("personal access token"));
    assertThat(releases.stacksInFlight()).isEmpty();
  }

  @Test
  void aRecordNobodyCanReadKeepsNoOtherStackWaiting() {
    ObjectNode damaged =
        JsonNodeFactory.instance
            .objectNode()
            .put("Name", "skep-release-shop-1")
            .put("Data", "eA==");
    damaged
        .putObject("Labels")
        .put("skep.record", "release")
        .put("skep.stack", "shop")
        .put("skep.release", "1")
        .put("skep.state", "applying");
    swarm.createConfig(damaged);
    open.add(bot(swarm));

    String thread = chat.say("you", "ops", "/deploy api");

    await().atMost(60, SECONDS).until(() -> button(thread).isPresent());
  }
}
