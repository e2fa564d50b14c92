package skep.bot.wiring;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import skep.bot.health.Health;
import skep.bot.health.Metrics;
import skep.bot.rocketchat.RocketChatOptions;
import skep.commands.secrets.SecretLinks;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.swarm.Swarm;
import skep.deploy.verify.Timing;

/**
 * {@code skep run} in less patient and without runbooks, as a process for tests. It is told what to
 * do line by line: {@code listen} begins, {@code stop after N} lets the Swarm be written to N more
 * times and holds whatever would write after that, for the test to kill the process there. Says
 * each write. With the argument {@code listen} it begins at once and hears nobody; {@code
 * BRISK_LEASE} is a longer lease ({@code PT6S}) for Swarms that lose machines.
 */
public final class BriskBot {
  private static final Duration LEASE = Duration.ofMillis(1500);

  private BriskBot() {}

  public static void main(String[] arguments) throws IOException {
    Settings settings = new Settings(System.getenv());
    WriteGate gate = new WriteGate(BriskBot::say);
    Swarm swarm = new GatedSwarm(Engines.connect(settings, Optional.empty()), gate);
    swarm.info();
    say("connected");
    if (List.of(arguments).contains("listen")) {
      listen(settings, swarm).await().ifPresent(BriskBot::say);
      System.exit(1);
    }
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("listen")) {
          listen(settings, swarm);
        } else if (line.startsWith("stop after ")) {
          gate.stopAfter(Integer.parseInt(line.substring("stop after ".length())));
          say("armed");
        }
      }
    }
    System.exit(0);
  }

  private static Presence listen(Settings settings, Swarm swarm) {
    KnownSecrets secrets = new KnownSecrets();
    Health health = new Health(InstantSource.system());
    Presence presence =
        new Presence(
            new Presence.Setup(
                BotWiring.server(settings, secrets),
                swarm,
                EstateAccess.open(settings, settings.required("SKEP_ESTATE", ""), secrets),
                SecretLinks.NONE,
                GitHub.NONE,
                RegistryCredentials.NONE,
                settings.stackVariables(),
                secrets,
                Questions.NONE,
                BriskBot::say,
                health,
                new Metrics(health),
                pace(settings.text("BRISK_LEASE").map(Duration::parse).orElse(LEASE))));
    Stop.onSignal(presence);
    return presence;
  }

  private static Pace pace(Duration lease) {
    return new Pace(
        Duration.ofMillis(300),
        Duration.ofSeconds(5),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        lease,
        new Timing(
            Duration.ofMillis(300),
            Duration.ofSeconds(2),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5)),
        new RocketChatOptions.Timing(
            Duration.ofSeconds(20),
            Duration.ofSeconds(45),
            Duration.ofSeconds(15),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofMillis(300),
            Duration.ofSeconds(60)));
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
