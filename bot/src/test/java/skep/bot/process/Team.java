package skep.bot.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Said;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.release.Claims;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;
import skep.deploy.release.SwarmRecords;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmConfig;

/** Two people, their chat server, their estate and their Swarm; a bot is started for them. */
final class Team implements AutoCloseable {
  /**
   * Long, because a busy machine is no failure, and a Swarm waits a minute for the task of a
   * machine that is lost before it starts the next one in its place.
   */
  static final Duration LONG = Duration.ofMinutes(4);

  private static final String OPS = "ops";
  private static final Pattern WAITS = Pattern.compile("^Plan `([^`]+)` waits");
  private static final Pattern FINAL =
      Pattern.compile("^:(white_check_mark|x|no_entry|warning|raised_hand):");

  private final Lab lab;
  private final List<Integer> others;
  private final Swarm swarm;
  private final LocalChat chat;
  private final EstateFolder estate;

  Team(Lab lab, Path folder, Map<String, String> files) {
    this(lab, LocalChat.start(LocalChat.Options.onFreePort()), folder, files);
  }

  Team(Lab lab, LocalChat chat, Path folder, Map<String, String> files) {
    this(lab, chat, folder, files, List.of());
  }

  /**
   * @param others engines that are managers beside the first
   */
  Team(Lab lab, LocalChat chat, Path folder, Map<String, String> files, List<Integer> others) {
    this.others = List.copyOf(others);
    this.lab = lab;
    this.swarm = connect(1);
    this.chat = chat;
    this.estate = EstateFolder.make(folder, files);
  }

  Lab lab() {
    return lab;
  }

  Swarm swarm() {
    return swarm;
  }

  LocalChat chat() {
    return chat;
  }

  /**
   * Networks of a stack that every manager names: one goes on naming a removed network as long as
   * its own engine still has it, which after a loss may be minutes.
   */
  Set<String> networks(String stack) {
    Set<String> all = new TreeSet<>(StackNow.networks(swarm, stack));
    for (int engine : others) {
      try (Swarm manager = connect(engine)) {
        all.retainAll(StackNow.networks(manager, stack));
      }
    }
    return all;
  }

  private Swarm connect(int engine) {
    return DockerSwarm.connect(DockerHost.parse(lab.dockerHost(engine)), Duration.ofSeconds(30));
  }

  EstateFolder estate() {
    return estate;
  }

  Releases releases() {
    return new Releases(new SwarmRecords(swarm), InstantSource.system());
  }

  StackLocks locks() {
    return new StackLocks(new SwarmRecords(swarm), InstantSource.system());
  }

  /**
   * Makes it the time at which the lock of a dead bot may be broken, and at which what it had taken
   * counts as left behind.
   */
  void leaseRunsOut(String stack) {
    Instant past = Instant.now().minus(Duration.ofMinutes(2));
    swarm
        .config("skep-lock-" + stack)
        .filter(lock -> lock.labels().containsKey("skep.until"))
        .ifPresent(lock -> label(lock, "skep.until", past));
    swarm.configs(Map.of("skep.record", "claim")).stream()
        .filter(claim -> !claim.labels().containsKey("skep.result"))
        .forEach(claim -> label(claim, "skep.alive", past));
  }

  private void label(SwarmConfig config, String name, Instant time) {
    Map<String, String> labels = new TreeMap<>(config.labels());
    labels.put(name, time.toString());
    swarm.relabelConfig(config, labels);
  }

  /** Whether everything that was asked is answered, by the records. */
  boolean isAllAnswered() {
    return new Claims(new SwarmRecords(swarm), InstantSource.system())
        .all().stream().allMatch(claim -> claim.result().isPresent());
  }

  /** A bot that is about to listen. */
  BotProcess bot() {
    return BotProcess.bot(environment());
  }

  /** {@code skep}, with what follows it. */
  BotProcess program(String... arguments) {
    return BotProcess.start(environment(), "skep.bot.Main", List.of(arguments));
  }

  private Map<String, String> environment() {
    return Map.of(
        "DOCKER_HOST", lab.dockerHost(),
        "SKEP_ESTATE", estate.directory().toString(),
        "ROCKETCHAT_URL", chat.url(),
        "ROCKETCHAT_USER_ID", chat.botUserId(),
        "ROCKETCHAT_TOKEN", new String(chat.botToken().reveal(), StandardCharsets.UTF_8));
  }

  BotProcess listeningBot() {
    BotProcess bot = bot();
    bot.tell("listen");
    bot.awaitLine(line -> line.startsWith("listening"), LONG);
    return bot;
  }

  /** Starts a thread with this; the thread's id. */
  String ask(String line) {
    return chat.say("you", OPS, line);
  }

  void approve(String thread) {
    chat.reply("colleague", OPS, thread, "/deploy approve " + awaitPlan(thread));
  }

  /** The plan the newest question in the thread is about. */
  String awaitPlan(String thread) {
    Awaitility.await().atMost(LONG).until(() -> plans(thread), plans -> !plans.isEmpty());
    return plans(thread).getLast();
  }

  boolean isAskedIn(String thread) {
    return !plans(thread).isEmpty();
  }

  private List<String> plans(String thread) {
    return replies(thread).stream()
        .map(WAITS::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .toList();
  }

  /** What the bot says in a thread, as it stands now. */
  List<String> replies(String thread) {
    return chat.said(OPS).stream()
        .filter(said -> said.by().equals("skep"))
        .filter(said -> said.thread().filter(thread::equals).isPresent())
        .map(Said::text)
        .toList();
  }

  /** What the alert room heard, as it stands now. */
  List<String> alerts() {
    return chat.said("ops-alerts").stream().map(Said::text).toList();
  }

  /** Those that say how something ended, as opposed to how far it is. */
  List<String> answers(String thread) {
    return replies(thread).stream().filter(text -> FINAL.matcher(text).find()).toList();
  }

  boolean isAnsweredWithin(String thread, int count, Duration time) {
    return isWithin(time, () -> answers(thread).size() >= count);
  }

  boolean isAskedWithin(String thread, Duration time) {
    return isWithin(time, () -> isAskedIn(thread));
  }

  private static boolean isWithin(Duration time, Callable<Boolean> condition) {
    try {
      Awaitility.await().atMost(time).until(condition);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  List<String> awaitAnswers(String thread, int count) {
    Awaitility.await()
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(answers(thread))
                .as("among %s", replies(thread))
                .hasSizeGreaterThanOrEqualTo(count));
    return answers(thread);
  }

  /** Takes a stack away with every record of it, and all claims. */
  void remove(String stack) {
    lab.docker("stack", "rm", stack);
    for (String label : List.of("skep.stack=" + stack, "skep.record=claim")) {
      List<String> command = new ArrayList<>(List.of("config", "rm"));
      lab.docker("config", "ls", "--quiet", "--filter", "label=" + label)
          .lines()
          .forEach(command::add);
      if (command.size() > 2) {
        lab.docker(command.toArray(String[]::new));
      }
    }
  }

  @Override
  public void close() {
    chat.close();
    swarm.close();
  }
}
