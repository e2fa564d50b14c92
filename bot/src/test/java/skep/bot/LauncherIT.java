package skep.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./skep} on machines that lack something, played by a search path of its own. */
class LauncherIT {
  private static final Path LAUNCHER = Path.of("../skep").toAbsolutePath().normalize();
  private static final List<String> BASICS =
      List.of(
          "bash",
          "cat",
          "dirname",
          "grep",
          "head",
          "mktemp",
          "readlink",
          "rm",
          "sed",
          "sort",
          "tail",
          "tr");
  @TempDir Path programs;
  private final Map<String, String> environment = new TreeMap<>();

  private record Result(int status, String said) {}

  @BeforeEach
  void aBareMachine() throws IOException {
    for (String name : BASICS) {
      link(name);
    }
  }

  @Test
  void helpNeedsNeitherJavaNorABuildAndNamesEveryWord() throws Exception {
    environment.put("HOME", "/nonexistent");
    Result help = skep("help");
    assertThat(help.status()).isZero();
    assertThat(CommandLineModel.commandLine().getSubcommands().keySet())
        .allSatisfy(word -> assertThat(help.said()).contains("./skep " + word));
    assertThat(help.said()).contains("./skep test", "./skep bench", "./skep build", "./skep image");
    assertThat(skep()).isEqualTo(help);
  }

  @Test
  void withoutRootTheSuiteSaysExactlyWhatIsMissing() throws Exception {
    program("id", "echo 1000");
    Result test = skep("test");
    assertThat(test.status()).isEqualTo(1);
    assertThat(test.said())
        .contains("needs root")
        .containsPattern("Missing: .*chromium.* git-crypt .*maven .*restic")
        .contains("sudo apt-get install")
        .contains("sudo ./skep test");
    program("git-crypt", "true");
    assertThat(skep("test").said()).contains("Missing:").doesNotContain("git-crypt");
  }

  @Test
  void withoutNetworkTheSuiteSaysWhatCouldNotBeInstalledAndEnds() throws Exception {
    program("id", "echo 0");
    program("apt-get", "echo 'Temporary failure resolving' >&2; exit 100");
    program("chromium", "true");
    Result test = skep("test");
    assertThat(test.status()).isEqualTo(1);
    assertThat(test.said())
        .contains("Temporary failure resolving")
        .containsPattern("missing: .*git-crypt .*restic")
        .contains("Without a network");
  }

  @Test
  void anInstallationThatBringsNothingIsNotBelieved() throws Exception {
    program("id", "echo 0");
    program("apt-get", "true");
    program("chromium", "true");
    Result test = skep("test");
    assertThat(test.status()).isEqualTo(1);
    assertThat(test.said()).containsPattern("still missing after the installation: .*restic");
  }

  @Test
  void aScriptThatOnlyTellsToInstallASnapIsNoBrowser() throws Exception {
    program("id", "echo 0");
    program("chromium-browser", "echo 'Please install it with: snap install chromium'");
    environment.put("OS_RELEASE_FILE", ubuntu().toString());
    Result test = skep("test");
    assertThat(test.status()).isEqualTo(1);
    assertThat(test.said()).contains("Ubuntu has Chromium only as a snap");
    program("google-chrome", "true");
    assertThat(skep("test").said()).doesNotContain("snap");
  }

  @Test
  void withoutMavenABuildSaysHowToGetIt() throws Exception {
    Result build = skep("build");
    assertThat(build.status()).isEqualTo(1);
    assertThat(build.said()).contains("Maven is missing").contains("apt-get install maven");
  }

  @Test
  void anImageNeedsANameAndADocker() throws Exception {
    link("find");
    assertThat(skep("image").said()).contains("./skep image NAME:TAG");
    assertThat(skep("image", "skep:1").said()).contains("docker command is missing");
    program("docker", "exit 1");
    Result image = skep("image", "skep:1");
    assertThat(image.status()).isEqualTo(1);
    assertThat(image.said()).contains("no Docker engine answers");
  }

  private Result skep(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/bash", LAUNCHER.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putIfAbsent("HOME", System.getProperty("user.home"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PATH", programs.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), said);
  }

  /** The machine's own program of this name. */
  private void link(String name) throws IOException {
    Path real = Path.of("/usr/bin", name);
    Files.createSymbolicLink(programs.resolve(name), real);
  }

  private void program(String name, String script) throws IOException {
    Path file = programs.resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path ubuntu() throws IOException {
    return Files.writeString(programs.resolve("os-release"), "NAME=Ubuntu\nID=ubuntu\n");
  }
}
