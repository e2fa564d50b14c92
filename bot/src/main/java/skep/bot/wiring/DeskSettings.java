package skep.bot.wiring;

import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import skep.bot.wiring.Settings.SettingsException;
import skep.commands.secrets.SecretLinks;
import skep.secrets.desk.Desk;
import skep.secrets.desk.DeskOptions;
import skep.secrets.desk.DeskPerson;
import skep.secrets.desk.DeskWork;
import skep.secrets.desk.Links;
import skep.secrets.desk.oidc.SignIn;

/**
 * The Secrets desk as the environment describes it.
 *
 * @param signIn empty where only one-time links let people in
 * @param links of this program's life
 */
record DeskSettings(int port, DeskOptions options, Optional<SignIn> signIn, Links links) {
  private static final String PORT = "SKEP_DESK_PORT";
  private static final String URL = "SKEP_DESK_URL";

  /**
   * Empty where no desk is to be served.
   *
   * @throws SettingsException where half of it is set, or it is not safe
   */
  static Optional<DeskSettings> read(Settings settings, KnownSecrets secrets) {
    Optional<Integer> port = settings.port(PORT);
    Optional<String> url = settings.text(URL);
    if (port.isPresent() != url.isPresent()) {
      throw new SettingsException(
          "%s is set and %s is not: the desk needs a port here, and the address browsers reach it by"
              .formatted(port.isPresent() ? PORT : URL, port.isPresent() ? URL : PORT));
    }
    return port.map(number ->
        new DeskSettings(
            number,
            options(settings, url.orElseThrow()),
            ProviderSettings.read(settings, url.orElseThrow(), secrets),
            new Links(InstantSource.system())));
  }

  private static DeskOptions options(Settings settings, String url) {
    try {
      return new DeskOptions(URI.create(url), settings.text("SKEP_DESK_PAGE").map(URI::create));
    } catch (IllegalArgumentException e) {
      throw new SettingsException("%s or SKEP_DESK_PAGE: %s".formatted(URL, e.getMessage()));
    }
  }

  /** For {@code /secrets set}. */
  static SecretLinks links(Optional<DeskSettings> desk) {
    return desk.<SecretLinks>map(one ->
            (name, person) ->
                Optional.of(
                    one.options()
                        .link(
                            one.links()
                                .give(name, new DeskPerson(person.id(), person.username())))))
        .orElse(SecretLinks.NONE);
  }

  Desk serve(DeskWork work) {
    return Desk.serve(port, options, work, signIn, links, InstantSource.system());
  }
}
