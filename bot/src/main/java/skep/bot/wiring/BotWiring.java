package skep.bot.wiring;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import skep.bot.app.AppEndpoint;
import skep.bot.health.Health;
import skep.bot.health.HealthServer;
import skep.bot.health.Metrics;
import skep.bot.health.Word;
import skep.bot.rocketchat.RocketChatOptions;
import skep.bot.wiring.Settings.SettingsException;
import skep.deploy.swarm.Swarm;
import skep.secrets.desk.Desk;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.EstateRepository;

/** {@code skep run}: the bot on a team's own chat server, estate and Swarm. */
public final class BotWiring {
  private BotWiring() {}

  /**
   * Blocks until the program is asked to stop.
   *
   * @param say told when the bot listens
   * @throws SettingsException where the chat server does not accept the bot's token
   */
  public static void run(Settings settings, KnownSecrets secrets, Consumer<String> say) {
    RocketChatOptions server = server(settings, secrets);
    String where =
        settings.required("SKEP_ESTATE", "the estate's repository, a URL or a directory");
    EstateRepository estate = EstateAccess.open(settings, where, secrets);
    Swarm swarm = Engines.connect(settings, Optional.empty());
    Health health = new Health(InstantSource.system());
    Metrics metrics = new Metrics(health);
    Optional<HealthServer> http =
        settings
            .healthPort()
            .map(port -> HealthServer.start(port, health, metrics, secrets::redact));
    Optional<DeskSettings> desk = DeskSettings.read(settings, secrets);
    Optional<SecretValue> app = settings.secret("SKEP_APP_SECRET");
    if (app.isPresent() && http.isEmpty()) {
      throw new SettingsException(
          "SKEP_APP_SECRET is set and SKEP_HEALTH_PORT is not: the App needs a port to call");
    }
    app.ifPresent(secrets::learn);
    Questions questions = new RunbookSettings(settings, secrets).ofBot();
    http.ifPresent(port ->
        port.says(HealthServer.BUDGET, () -> new Word(true, questions.budget().today().words())));
    Presence presence =
        new Presence(
            new Presence.Setup(
                server,
                swarm,
                estate,
                DeskSettings.links(desk),
                GitHub.read(settings, secrets),
                RegistryLogins.credentials(settings, secrets),
                settings.stackVariables(),
                secrets,
                questions,
                say,
                health,
                metrics,
                Pace.DEFAULT));
    http.ifPresent(port -> port.says(HealthServer.RUNBOOKS, presence.runbooks()::word));
    app.ifPresent(secret -> http.orElseThrow().add(AppEndpoint.PATH, presence.app(secret)));
    Optional<Desk> served = desk.map(one -> one.serve(presence.desk()));
    Stop.onSignal(presence);
    Optional<String> refusal = presence.await();
    served.ifPresent(Desk::close);
    if (refusal.isPresent()) {
      presence.close();
      throw new SettingsException(refusal.get());
    }
  }

  /** The token is made known before anybody can speak about it. */
  static RocketChatOptions server(Settings settings, KnownSecrets secrets) {
    String url = settings.required("ROCKETCHAT_URL", "the chat server's address");
    String user =
        settings.required(
            "ROCKETCHAT_USER_ID", "Rocket.Chat shows it beside the personal access token");
    SecretValue token =
        settings
            .secret("ROCKETCHAT_TOKEN")
            .orElseThrow(() ->
                new SettingsException(
                    "ROCKETCHAT_TOKEN is not set: the bot's personal access token; or"
                        + " ROCKETCHAT_TOKEN_FILE"));
    secrets.learn(token);
    return RocketChatOptions.of(address(url), user, token);
  }

  private static URI address(String url) {
    try {
      URI address = URI.create(url);
      if (address.getRawUserInfo() != null) {
        throw new SettingsException(
            "ROCKETCHAT_URL must hold no user and no password: the bot signs in with"
                + " ROCKETCHAT_USER_ID and ROCKETCHAT_TOKEN");
      }
      if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new SettingsException(
        "ROCKETCHAT_URL is no address of a chat server: '"
            + url
            + "'; give it as https://chat.example.org");
  }
}
