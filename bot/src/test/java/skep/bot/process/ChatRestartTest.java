package skep.bot.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.release.Release;

/**
 * The chat server goes away in the middle of a deployment, as it does where it is itself what is
 * deployed. The Swarm does not wait for it, and the answer waits for its return.
 */
@LabTest
class ChatRestartTest {
  private final String stack;
  private final Team team;
  private BotProcess bot;

  ChatRestartTest(Lab lab, @TempDir Path folder) {
    stack = lab.unique("web");
    team = new Team(lab, folder, new Rounds(lab.registry(), stack).files(1, "app:1"));
  }

  @BeforeEach
  void start() {
    bot = team.listeningBot();
  }

  @AfterEach
  void end() {
    bot.close();
    team.remove(stack);
    team.close();
  }

  @Test
  void theAnswerComesOnceWhenTheServerIsBack() {
    String thread = deployed();
    team.chat().whileDown(this::awaitRelease);
    answeredOnce(thread);
  }

  @Test
  void aBotThatDiesMeanwhileIsReplacedByOneThatDoesNotWaitForTheServer() {
    String thread = deployed();
    team.chat()
        .whileDown(() -> {
          bot.kill();
          team.leaseRunsOut(stack);
          bot = team.bot();
          bot.tell("listen");
          awaitRelease();
        });
    answeredOnce(thread);
  }

  /** The thread of a deployment in its middle. */
  private String deployed() {
    String thread = team.ask("/deploy " + stack);
    team.approve(thread);
    // Everything is applied: however the bot dies now, its successor goes on from here.
    Awaitility.await().atMost(Team.LONG).until(() -> isAt(Release.State.VERIFYING));
    return thread;
  }

  private void awaitRelease() {
    Awaitility.await().atMost(Team.LONG).until(() -> isAt(Release.State.RELEASED));
  }

  private boolean isAt(Release.State state) {
    return team.releases().latest(stack).filter(release -> release.state() == state).isPresent();
  }

  private void answeredOnce(String thread) {
    assertThat(team.awaitAnswers(thread, 2).getLast()).contains("release 1 is verified");
    // Another bot would answer after its quiet time at the latest.
    Awaitility.await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(10))
        .until(() -> team.answers(thread).size() == 2);
    assertThat(StackNow.tasks(team.swarm(), stack + "_app")).containsExactly("running app:1");
  }
}
