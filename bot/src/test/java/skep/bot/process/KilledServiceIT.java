package skep.bot.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import skep.bot.image.SkepImage;
import skep.bot.local.chat.LocalChat;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.lab.Managers;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmTask;

/**
 * The bot is a service in a Swarm of three managers and is lost in the middle of a deployment, at
 * random moments and in every way: its container, its machine, the leader, the network between its
 * machine and all others. Every deployment ends once, as new or as old, and its thread says so. Six
 * rounds more take minutes, so they are not in every run: {@code ./skep test -Dtest.excluded=} runs
 * them with all others.
 */
@LabTest(LabTest.THREE_MANAGERS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class KilledServiceIT {
  private static final String SERVICE = "brisk";

  /**
   * Long enough for another bot to end it. Not for ever: where the leader is cut off, the engines
   * of the others wait for their reports to it as long as TCP does, a quarter of an hour, and
   * nobody learns meanwhile which tasks run.
   */
  private static final Duration OUTAGE = Duration.ofSeconds(20);

  enum Mishap {
    CONTAINER,
    MACHINE,
    LEADER,
    CUT
  }

  private final Lab lab;
  private final Random moments = new Random(3);
  private final Set<Boolean> ends = new HashSet<>();
  private Duration undisturbed = Duration.ZERO;
  private Team team;
  private Trials trials;

  KilledServiceIT(@Managers(3) Lab lab) {
    this.lab = lab;
  }

  @BeforeAll
  void start(@TempDir Path folder) {
    lab.docker("swarm", "update", "--dispatcher-heartbeat", "1s");
    LocalChat chat = LocalChat.start(LocalChat.Options.onFreePort().at(lab.gateway()));
    Path estate = folder.resolve("estate");
    team =
        new Team(
            lab, chat, estate, Map.of("skep.yaml", "chat: {commands: [ops]}\n"), List.of(2, 3));
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    serve(SkepImage.in(lab), estate);
    trials = new Trials(team);
  }

  private void serve(String image, Path estate) {
    LocalChat chat = team.chat();
    lab.docker(
        "service",
        "create",
        "--detach",
        "--name=" + SERVICE,
        "--endpoint-mode=dnsrr",
        "--restart-delay=1s",
        "--user=" + SkepImage.user(lab),
        "--mount=type=bind,source="
            + lab.socket("{{.Node.Hostname}}")
            + ",target=/var/run/docker.sock",
        "--mount=type=bind,readonly,source=" + estate + ",target=" + estate,
        "--mount=type=bind,readonly,source=" + classes() + ",target=/classes",
        "--env=BRISK_LEASE=PT6S",
        "--env=SKEP_ESTATE=" + estate,
        "--env=ROCKETCHAT_URL=" + chat.url(),
        "--env=ROCKETCHAT_USER_ID=" + chat.botUserId(),
        "--env=ROCKETCHAT_TOKEN=" + new String(chat.botToken().reveal(), StandardCharsets.UTF_8),
        "--entrypoint=/opt/skep/runtime/bin/java",
        image,
        "@/opt/skep/app/jvm.flags",
        "-cp",
        "/opt/skep/app/skep.jar:/classes",
        "skep.bot.wiring.BriskBot",
        "listen");
  }

  private static Path classes() {
    return Path.of("target", "test-classes").toAbsolutePath();
  }

  @AfterAll
  void end() {
    lab.docker("service", "rm", SERVICE);
    lab.docker("swarm", "update", "--dispatcher-heartbeat", "5s");
    team.close();
  }

  @Test
  @Order(1)
  void undisturbed() {
    trials.begin(true);
    String thread = team.ask("/deploy " + trials.stack());
    team.approve(thread);
    Instant approved = Instant.now();
    assertThat(trials.ended(thread, true, 2)).isTrue();
    undisturbed = Duration.between(approved, Instant.now());
  }

  @ParameterizedTest
  @EnumSource
  @Order(2)
  void lostInTheMiddle(Mishap mishap) throws InterruptedException {
    lost(mishap, mishap != Mishap.MACHINE);
  }

  @Test
  @Order(3)
  void someEndedNewAndSomeOld() {
    assertThat(ends).containsExactlyInAnyOrder(true, false);
    trials.nothingIsLeftOpen();
  }

  @RepeatedTest(6)
  @Order(4)
  @Tag("rounds")
  void lostAgain(RepetitionInfo round) throws InterruptedException {
    int number = round.getCurrentRepetition();
    lost(Mishap.values()[number % Mishap.values().length], number % 3 != 0);
    trials.nothingIsLeftOpen();
  }

  private void lost(Mishap mishap, boolean goesWell) throws InterruptedException {
    trials.begin(goesWell);
    String thread = team.ask("/deploy " + trials.stack());
    if (!team.isAskedWithin(thread, Team.LONG)) {
      throw new AssertionError(team.replies(thread) + ", and " + seenFrom(1));
    }
    team.approve(thread);
    Thread.sleep(moments.nextLong(undisturbed.toMillis()));
    int bots = botsMachine();
    int hit = mishap == Mishap.LEADER ? leader() : bots;
    happen(mishap, hit);
    boolean told = team.isAnsweredWithin(thread, 2, OUTAGE);
    repair(mishap, hit);
    if (!told && !team.isAnsweredWithin(thread, 2, Team.LONG)) {
      throw new AssertionError(mishap + " of " + hit + ", then " + seenFrom(hit % 3 + 1));
    }
    ends.add(trials.ended(thread, goesWell, 2));
  }

  private String seenFrom(int engine) {
    String host = lab.dockerHost(engine);
    StringBuilder seen = new StringBuilder();
    List<List<String>> questions =
        List.of(
            List.of("node", "ls"),
            List.of("service", "ps", "--no-trunc", SERVICE),
            List.of("service", "logs", SERVICE),
            List.of("stack", "ps", trials.stack()),
            List.of("config", "ls"));
    for (List<String> question : questions) {
      List<String> command = new ArrayList<>(List.of("-H", host));
      command.addAll(question);
      seen.append(question).append('\n').append(lab.docker(command.toArray(String[]::new)));
    }
    return seen.toString();
  }

  private int botsMachine() {
    return answered(this::running, tasks -> tasks.size() == 1)
        .getFirst()
        .nodeId()
        .map(this::machine)
        .orElseThrow();
  }

  /** A Swarm that has just got its machine back may be without a leader for a moment. */
  private static <T> T answered(Callable<T> question, Predicate<T> until) {
    return Awaitility.await()
        .atMost(Team.LONG)
        .ignoreExceptionsInstanceOf(EngineException.class)
        .until(question, until);
  }

  private List<SwarmTask> running() {
    return team.swarm().tasks(team.swarm().service(SERVICE).orElseThrow().id()).stream()
        .filter(task -> task.state().equals("running") && task.desiredState().equals("running"))
        .toList();
  }

  private int machine(String nodeId) {
    return number(nodes().filter(node -> node.id().equals(nodeId)).findFirst().orElseThrow());
  }

  private Stream<SwarmNode> nodes() {
    return answered(team.swarm()::nodes, nodes -> nodes.size() == 3).stream();
  }

  private int leader() {
    return number(nodes().filter(KilledServiceIT::isLeader).findFirst().orElseThrow());
  }

  private static boolean isLeader(SwarmNode node) {
    return node.managerStatus().filter(it -> it.path("Leader").asBoolean()).isPresent();
  }

  private static int number(SwarmNode node) {
    return Integer.parseInt(node.hostname().replace("node", ""));
  }

  private void happen(Mishap mishap, int engine) {
    switch (mishap) {
      case CONTAINER -> kill(engine);
      case MACHINE, LEADER -> lab.stop(engine);
      case CUT -> lab.cut(engine);
    }
  }

  private void kill(int engine) {
    String host = lab.dockerHost(engine);
    String container =
        lab.docker("-H", host, "ps", "--quiet", "--filter", "name=" + SERVICE).strip();
    assertThat(container).isNotBlank();
    lab.docker("-H", host, "kill", container);
  }

  private void repair(Mishap mishap, int engine) {
    switch (mishap) {
      case CONTAINER -> {}
      case MACHINE, LEADER -> lab.restart(engine);
      case CUT -> lab.heal(engine);
    }
    answered(team.swarm()::nodes, all -> all.stream().filter(SwarmNode::takesTasks).count() == 3);
    answered(this::running, tasks -> tasks.size() == 1);
  }
}
