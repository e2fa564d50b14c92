package skep.bot.wiring;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import skep.bot.health.Health;
import skep.bot.health.Metrics;
import skep.bot.local.SampleEstate;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Personality;
import skep.bot.local.chat.Said;
import skep.bot.rocketchat.RocketChatOptions;
import skep.commands.secrets.SecretLinks;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.deploy.release.SwarmRecords;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.Swarm;
import skep.deploy.verify.Timing;
import skep.secrets.repository.EstateRepository;

/**
 * Two people, the embedded chat server, the sample estate and a Swarm in memory, with bots of this
 * program: {@code you} and {@code colleague} may deploy, each with the other's approval.
 */
final class SmallTeam implements AutoCloseable {
  static final Pace PACE =
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
              Duration.ofSeconds(5),
              Duration.ofMillis(50),
              Duration.ofMillis(300),
              Duration.ofMillis(100),
              Duration.ofSeconds(60)));

  final LocalChat chat;
  final Swarm swarm = SimulatedSwarm.start(Options.QUICK);
  final Releases releases = new Releases(new SwarmRecords(swarm), InstantSource.system());
  private final EstateRepository repository;
  private final List<Presence> bots = new ArrayList<>();

  SmallTeam(Path home, Personality personality) {
    chat = LocalChat.start(LocalChat.Options.onFreePort().as(personality));
    String estate = SampleEstate.at(home.resolve("try"), true).directory().toString();
    repository = EstateAccess.open(new Settings(Map.of()), estate, new KnownSecrets());
  }

  Presence bot() {
    return bot(swarm);
  }

  /** A bot that sees the Swarm through this. */
  Presence bot(Swarm around) {
    Health health = new Health(InstantSource.system());
    KnownSecrets secrets = new KnownSecrets();
    Presence bot =
        new Presence(
            new Presence.Setup(
                RocketChatOptions.of(URI.create(chat.url()), chat.botUserId(), chat.botToken()),
                around,
                repository,
                SecretLinks.NONE,
                GitHub.NONE,
                RegistryCredentials.NONE,
                Map.of(),
                secrets,
                new RunbookSettings(new Settings(Map.of()), secrets)
                    .questions("small-" + UUID.randomUUID()),
                _ -> {},
                health,
                new Metrics(health),
                PACE));
    bots.add(bot);
    return bot;
  }

  List<Said> thread(String root) {
    return chat.said("ops").stream()
        .filter(message -> message.thread().equals(Optional.of(root)))
        .filter(message -> message.by().equals("skep"))
        .toList();
  }

  /** Waits until the bot said this in the thread. */
  void hears(String root, String words) {
    await()
        .atMost(60, SECONDS)
        .untilAsserted(() ->
            assertThat(thread(root)).extracting(Said::text).anyMatch(text -> text.contains(words)));
  }

  /** The line that approves the plan this command led to. */
  String approval(String root) {
    await().atMost(60, SECONDS).until(() -> button(root).isPresent());
    return button(root).orElseThrow();
  }

  private Optional<String> button(String root) {
    return thread(root).stream()
        .flatMap(message -> message.buttons().stream())
        .filter(says -> says.startsWith("/deploy approve"))
        .findFirst();
  }

  List<Release> releases(String stack) {
    return releases.history(stack);
  }

  @Override
  public void close() {
    bots.forEach(Presence::close);
    chat.close();
    repository.close();
    swarm.close();
  }
}
