package skep.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.SampleEstate;
import skep.deploy.release.EmptyDraft;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.deploy.release.SwarmRecords;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.EstateRepository;

class SampleStacksTest {
  private static final String NAMESPACE = "com.docker.stack.namespace";

  @TempDir Path home;
  private final Swarm swarm = SimulatedSwarm.start(Options.QUICK);
  private final Releases releases = new Releases(new SwarmRecords(swarm), InstantSource.system());
  private EstateRepository estate;
  private SampleStacks stacks;

  @BeforeEach
  void open() {
    String directory = SampleEstate.at(home.resolve("try"), true).directory().toString();
    estate = EstateAccess.open(new Settings(Map.of()), directory, new KnownSecrets());
    stacks = new SampleStacks(swarm, releases, estate);
  }

  @AfterEach
  void close() {
    estate.close();
    swarm.close();
  }

  @Test
  void aSwarmWithoutStacksOfTheseNamesIsFree() {
    run("other");
    assertThatCode(stacks::refuseOthers).doesNotThrowAnyException();
  }

  @Test
  void aStackSomebodyElseMadeIsNotTouched() {
    run("web");
    assertThatThrownBy(stacks::refuseOthers).hasMessageContaining("--simulated");

    released("web", new CommitId("0123456789012345678901234567890123456789"));
    assertThatThrownBy(stacks::refuseOthers).hasMessageContaining("stack web");
    stacks.remove();
    assertThat(swarm.services(Map.of(NAMESPACE, "web"))).hasSize(1);
  }

  @Test
  void whatAnEarlierRunMadeIsOursAndGoesWithItsRecords() {
    run("web");
    run("other");
    released("web", estate.resolve(""));

    assertThatCode(stacks::refuseOthers).doesNotThrowAnyException();
    stacks.remove();

    assertThat(swarm.services(Map.of()))
        .extracting(service -> service.name())
        .containsExactly("other_page");
    assertThat(releases.history("web")).isEmpty();
  }

  private void run(String stack) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode().put("Name", stack + "_page");
    spec.putObject("Labels").put(NAMESPACE, stack);
    spec.putObject("TaskTemplate").putObject("ContainerSpec").put("Image", "nginx:1.27-alpine");
    swarm.createService(spec, RegistryCredential.NONE);
  }

  private void released(String stack, CommitId commit) {
    releases.begin(EmptyDraft.of(stack, commit, new Release.Actor("u1", "anna")));
  }
}
