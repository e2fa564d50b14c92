package skep.bot.wiring;

import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import skep.bot.rocketchat.RocketChatOptions;
import skep.bot.wiring.Settings.SettingsException;
import skep.commands.planning.RepositoryEstates;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.swarm.Swarm;
import skep.secrets.repository.EstateRepository;

/** {@code skep run}: the bot on a team's own chat server, estate and Swarm. */
public final class BotWiring {
  private BotWiring() {}

  /**
   * Blocks until the program is asked to stop.
   *
   * @param say told when the bot listens
   */
  public static void run(Settings settings, Consumer<String> say) {
    RocketChatOptions server = server(settings);
    String where =
        settings.required("SKEP_ESTATE", "the estate's repository, a URL or a directory");
    KnownSecrets secrets = new KnownSecrets();
    settings.secret("SKEP_ESTATE_TOKEN").ifPresent(secrets::learn);
    var logins = RegistryLogins.read(settings);
    logins.forEach(login -> secrets.learn(login.password()));
    EstateRepository estate = EstateAccess.open(settings, where);
    Swarm swarm = Engines.connect(settings, Optional.empty());
    Presence presence =
        new Presence(
            new Presence.Setup(
                server,
                swarm,
                new RepositoryEstates(estate),
                RegistryCredentials.of(logins),
                settings.stackVariables(),
                secrets,
                say));
    Stop.onSignal(presence);
    presence.await();
  }

  static RocketChatOptions server(Settings settings) {
    String url = settings.required("ROCKETCHAT_URL", "the chat server's address");
    String user =
        settings.required(
            "ROCKETCHAT_USER_ID", "Rocket.Chat shows it beside the personal access token");
    return RocketChatOptions.of(
        URI.create(url),
        user,
        settings
            .secret("ROCKETCHAT_TOKEN")
            .orElseThrow(() ->
                new SettingsException(
                    "ROCKETCHAT_TOKEN is not set: the bot's personal access token; or"
                        + " ROCKETCHAT_TOKEN_FILE")));
  }
}
