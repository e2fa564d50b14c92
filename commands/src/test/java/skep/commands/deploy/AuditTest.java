package skep.commands.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.commands.deploy.World.ANNA;
import static skep.commands.deploy.World.BEN;
import static skep.commands.deploy.World.EVE;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;

/** Every act leaves its lines: who, what, which plan, who agreed, why they may, how it ended. */
class AuditTest {
  private static final Logger LOG = Logger.getLogger("skep.audit");
  private final World world = new World();
  private final Lines lines = new Lines();

  private static final class Lines extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    // Other tests write to the same log beside this one.
    private final Thread own = Thread.currentThread();

    @Override
    public void publish(LogRecord written) {
      if (Thread.currentThread().equals(own)) {
        lines.add(written.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    LOG.addHandler(lines);
    world.estate.push("nginx:1");
  }

  @AfterEach
  void stop() {
    LOG.removeHandler(lines);
    world.close();
  }

  @Test
  void ofADeploymentWithItsApproval() {
    Outcome.Waiting waiting = (Outcome.Waiting) world.says(ANNA, "/deploy web");
    world.says(BEN, waiting.next());
    String plan = waiting.plan();
    assertThat(lines.lines)
        .anySatisfy(line ->
            assertThat(line)
                .contains(
                    "who=\"u-anna\"", "what=\"/deploy web\"", "may deploy: is named in skep.yaml"))
        .anySatisfy(line ->
            assertThat(line).contains("who=\"u-anna\"", "plan=" + plan, "result=\"waiting: "))
        .anySatisfy(line ->
            assertThat(line)
                .contains("who=\"u-ben\"", "plan=" + plan, "may approve: is named in skep.yaml"))
        .anySatisfy(line ->
            assertThat(line)
                .contains(
                    "who=\"u-anna\"",
                    "plan=" + plan,
                    "approved-by=\"u-ben\"",
                    "result=\"VerifiedNew\""))
        .anySatisfy(line ->
            assertThat(line)
                .contains("who=\"u-ben\"", "what=\"" + waiting.next() + "\"", "result=\"done: "));
  }

  @Test
  void ofEveryRefusal() {
    for (String line :
        List.of(
            "/deploy web",
            "/deploy all",
            "/rollback web",
            "/deploy lock web because",
            "/deploy unlock web",
            "/deploy approve 7k2q")) {
      lines.lines.clear();
      assertThat(world.says(EVE, line)).isInstanceOf(Outcome.Refused.class);
      assertThat(lines.lines)
          .singleElement()
          .satisfies(written ->
              assertThat(written)
                  .contains("who=\"u-eve\"", "what=\"" + line + "\"", "result=\"refused: "));
    }
  }

  @Test
  void ofLocksAndNotOfLooking() {
    world.says(ANNA, "/deploy lock web because");
    world.says(BEN, "/deploy unlock web");
    assertThat(lines.lines)
        .anySatisfy(line -> assertThat(line).contains("lock web because", "result=\"done: "))
        .anySatisfy(line -> assertThat(line).contains("unlock web", "result=\"done: "));
    lines.lines.clear();
    world.says(EVE, "/diff web");
    world.says(EVE, "/deploy status");
    world.says(EVE, "/deploy history web");
    assertThat(lines.lines).isEmpty();
  }

  @Test
  void nobodyForgesALineWithTheirName() {
    world.says(new Person("u-eve", "x\" result=\"done\"\nwho=\"u-anna"), "/deploy web");
    assertThat(lines.lines)
        .singleElement()
        .satisfies(line ->
            assertThat(line)
                .doesNotContain("\n")
                .contains("name=\"x? result=?done??who=?u-anna\""));
  }
}
