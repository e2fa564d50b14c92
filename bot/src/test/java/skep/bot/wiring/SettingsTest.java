package skep.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.swarm.RegistryCredential;
import skep.secrets.redaction.SecretValue;

class SettingsTest {
  @TempDir Path temp;

  @Test
  void aSecretComesFromTheVariableOrFromItsFile() throws IOException {
    Path file = Files.writeString(temp.resolve("token"), "hunter2\n");
    assertThat(new Settings(Map.of("ROCKETCHAT_TOKEN", "hunter2")).secret("ROCKETCHAT_TOKEN"))
        .contains(SecretValue.of("hunter2"));
    assertThat(
            new Settings(Map.of("ROCKETCHAT_TOKEN_FILE", file.toString()))
                .secret("ROCKETCHAT_TOKEN"))
        .contains(SecretValue.of("hunter2"));
  }

  @Test
  void bothOrAnUnreadableFileIsAMistakeToldWithoutTheValue() {
    Settings both = new Settings(Map.of("X", "hunter2", "X_FILE", "/nowhere"));
    assertThatThrownBy(() -> both.secret("X")).hasMessage("both X and X_FILE are set; keep one");
    Settings missing = new Settings(Map.of("X_FILE", "/nowhere/token"));
    assertThatThrownBy(() -> missing.secret("X"))
        .hasMessageContaining("X_FILE names /nowhere/token");
  }

  @Test
  void anUnknownVariableIsToldWithTheNearest() {
    assertThat(
            new Settings(Map.of("SKEP_ESTAET", "x", "SKEP_VAR_TAG", "1", "PATH", "/bin"))
                .warnings())
        .containsExactly("SKEP_ESTAET is not a variable of Skep; did you mean SKEP_ESTATE?");
  }

  @Test
  void stackFilesOfTheBotSeeOnlyWhatIsMeantForThem() {
    assertThat(
            new Settings(Map.of("SKEP_VAR_TAG", "1.2", "ROCKETCHAT_TOKEN", "x")).stackVariables())
        .isEqualTo(Map.of("TAG", "1.2"));
  }

  @Test
  void registryLoginsAreReadAsDockerWritesThem() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("config.json"),
            """
            {"auths": {
              "https://index.docker.io/v1/": {"auth": "cm9ib3Q6aHVudGVyMg=="},
              "registry.example.org": {"auth": "YTpiOmM="},
              "kept.by.a.program": {}
            }}
            """);
    assertThat(RegistryLogins.read(new Settings(Map.of("REGISTRY_AUTH_FILE", file.toString()))))
        .containsExactlyInAnyOrder(
            new RegistryCredential.Login("docker.io", "robot", SecretValue.of("hunter2")),
            new RegistryCredential.Login("registry.example.org", "a", SecretValue.of("b:c")));
  }

  @Test
  void aBrokenLoginFileIsToldWithoutItsContent() throws IOException {
    Path file = Files.writeString(temp.resolve("config.json"), "{\"auth\": hunter2");
    Settings settings = new Settings(Map.of("REGISTRY_AUTH_FILE", file.toString()));
    assertThatThrownBy(() -> RegistryLogins.read(settings))
        .isInstanceOf(Settings.SettingsException.class)
        .hasNoCause()
        .message()
        .doesNotContain("hunter2");
  }
}
