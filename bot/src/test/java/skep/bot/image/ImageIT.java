package skep.bot.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.SampleEstate;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;

/** The image on a real engine: no shell, not root, nothing but its own files. */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageIT {
  private final Lab lab;
  private String image = "";
  @TempDir Path home;
  private Path estate = Path.of("");

  ImageIT(Lab lab) {
    this.lab = lab;
  }

  @BeforeAll
  void build() {
    image = SkepImage.in(lab);
  }

  @BeforeEach
  void sampleEstate() throws IOException {
    estate = SampleEstate.at(home.resolve("try"), false).directory();
    share(home);
  }

  @Test
  void theProgramStartsFromItsAotCache() {
    // With this flag a cache that does not fit is an error instead of a slower start.
    String said = skep(List.of("--env", "JAVA_TOOL_OPTIONS=-XX:AOTMode=on"), "do", "/deploy help");
    assertThat(said).contains("/deploy history <stack>");
  }

  @Test
  void aPlanIsMadeWithoutAnyEngine() {
    String said =
        skep(readsEstate(), "do", "/diff web", "--docker", "simulated", "--estate", "/estate");
    assertThat(said).contains("web: 2 to create").contains("nothing real changes");
  }

  @Test
  void theEngineIsReachedThroughItsSocketByAUserWhoIsNotRoot() {
    Path socket = lab.socket("node1");
    List<String> options = new ArrayList<>(readsEstate());
    options.addAll(List.of("--user", SkepImage.user(lab)));
    options.addAll(List.of("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"));
    options.addAll(List.of("--volume", socket + ":/var/run/docker.sock"));
    assertThat(skep(options, "do", "/deploy status", "--estate", "/estate"))
        .contains("web: never deployed");
  }

  /** Docker mounts a tmpfs so that nothing in it can be run. */
  @Test
  void aQuestionIsAnsweredWhereNoFileOfItsOwnMayBeRun() throws IOException {
    SampleEstate.at(home.resolve("try"), false).addRunbooks();
    share(home);
    List<String> options = new ArrayList<>(readsEstate());
    options.addAll(List.of("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"));
    String question = "how do I replace a node?";
    assertThat(skep(options, "ask", question, "--docker", "simulated", "--estate", "/estate"))
        .contains("runbooks/node-replacement.md");
  }

  @Test
  void aChartIsDrawnWhereThereIsNoFont() {
    Path tests = Path.of("target/test-classes").toAbsolutePath();
    List<String> command =
        new ArrayList<>(List.of("run", "--rm", "--read-only", "--tmpfs", "/tmp", "--volume"));
    command.addAll(List.of(tests + ":/tests:ro", "--entrypoint", "/opt/skep/runtime/bin/java"));
    command.addAll(List.of(image, "@/opt/skep/app/jvm.flags", "-cp"));
    command.addAll(List.of("/opt/skep/app/skep.jar:/tests", DrawnChart.class.getName()));
    assertThat(lab.docker(command.toArray(String[]::new))).contains("a picture of 800 pixels");
  }

  private List<String> readsEstate() {
    return List.of("--volume", estate + ":/estate:ro");
  }

  private String skep(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>(List.of("run", "--rm"));
    command.addAll(options);
    command.add(image);
    command.addAll(List.of(arguments));
    return lab.docker(command.toArray(String[]::new));
  }

  /** The sample estate is its owner's alone; the image's user is somebody else. */
  private static void share(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        file.toFile().setReadable(true, false);
        if (Files.isDirectory(file)) {
          file.toFile().setExecutable(true, false);
        }
      }
    }
  }
}
