package skep.bot.official;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import skep.bot.app.AppEndpoint;
import skep.bot.dispatch.Heard;
import skep.bot.dispatch.InMemoryChat;
import skep.bot.health.Health;
import skep.bot.health.HealthServer;
import skep.bot.health.Metrics;
import skep.secrets.redaction.SecretValue;

/** The Rocket.Chat App: made with Rocket.Chat's own tools, run with the engine's own types. */
@Tag("node")
class RocketChatAppTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path HOME = Path.of("target/rocketchat-app").toAbsolutePath();
  private static final String SECRET = "shared-secret-of-the-app";

  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final InMemoryChat chat =
      new InMemoryChat(Set.of("anna"), Map.of("ops", Set.of("anna")), InstantSource.system());
  private final Health health = new Health(InstantSource.system());
  private final HealthServer server =
      HealthServer.start(0, health, new Metrics(health), text -> text);

  RocketChatAppTest() {
    server.add(
        AppEndpoint.PATH,
        new AppEndpoint(SecretValue.of(SECRET), InstantSource.system(), chat, heard::add));
  }

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    NodePackages.install(Path.of("rocketchat-app"), HOME);
    Files.copy(
        Path.of("src/test/rocketchat-app/harness.ts"),
        HOME.resolve("harness.ts"),
        StandardCopyOption.REPLACE_EXISTING);
    NodePackages.run(
        HOME, "node_modules/.bin/tsc", "-p", ".", "--outDir", "out", "--noEmitOnError");
    NodePackages.run(
        HOME,
        "node_modules/.bin/tsc",
        "harness.ts",
        "--outDir",
        "out",
        "--target",
        "es2017",
        "--module",
        "commonjs",
        "--skipLibCheck",
        "--strictNullChecks",
        "--noEmitOnError");
    Files.delete(HOME.resolve("harness.ts"));
    NodePackages.run(HOME, "node_modules/.bin/rc-apps", "package");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static List<JsonNode> harness(String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", "out/harness.js"));
    command.addAll(List.of(arguments));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : NodePackages.run(HOME, command.toArray(String[]::new)).lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private List<JsonNode> typed(String user, String room, String secret, String... words)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("forward", "http://127.0.0.1:" + server.port(), secret, user, room, ""));
    arguments.addAll(List.of(words));
    return harness(arguments.toArray(String[]::new));
  }

  @Test
  void thePackageHoldsWhatAServerNeeds() throws IOException {
    try (ZipFile zip = new ZipFile(HOME.resolve("dist/skep_1.0.0.zip").toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .contains("app.json", "SkepApp.js", "ForwardCommand.js", "icon.png", "i18n/en.json");
      JsonNode app = JSON.readTree(zip.getInputStream(zip.getEntry("app.json")));
      assertThat(app.path("requiredApiVersion").asText()).isEqualTo("^1.55.0");
      assertThat(app.path("classFile").asText()).startsWith("SkepApp");
    }
  }

  @Test
  void fiveCommandsAreRegisteredEachWithItsHints() throws IOException, InterruptedException {
    List<JsonNode> lines = harness("commands");
    JsonNode words = JSON.readTree(Files.readString(Path.of("rocketchat-app/i18n/en.json"), UTF_8));
    List<JsonNode> commands = lines.stream().filter(line -> line.has("command")).toList();
    assertThat(commands)
        .extracting(line -> line.path("command").asText())
        .containsExactly("deploy", "diff", "rollback", "backup", "secrets");
    assertThat(commands)
        .allSatisfy(line -> {
          assertThat(words.path(line.path("i18nParamsExample").asText()).asText()).isNotBlank();
          assertThat(words.path(line.path("i18nDescription").asText()).asText()).isNotBlank();
        });
    assertThat(lines.stream().filter(line -> line.has("setting")))
        .allSatisfy(line -> assertThat(line.path("seen").asBoolean()).isFalse());
  }

  @Test
  void whatIsTypedReachesTheBotAsTheSendersCommand() throws IOException, InterruptedException {
    assertThat(typed("anna", "ops", SECRET, "deploy", "web", "--service", "app"))
        .singleElement()
        .satisfies(line -> assertThat(line.path("ended").asBoolean()).isTrue());
    assertThat(heard)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.by().id()).isEqualTo("anna");
          assertThat(one.room().id()).isEqualTo("ops");
          assertThat(one.what()).isEqualTo(new Heard.What.Command("/deploy web --service app"));
        });
  }

  @Test
  void whatTheBotRefusesIsToldToThePersonAlone() throws IOException, InterruptedException {
    assertThat(typed("anna", "elsewhere", SECRET, "deploy", "web").getFirst().path("text").asText())
        .contains("invite it");
    JsonNode wrong = typed("anna", "ops", "not-the-secret", "deploy", "web").getFirst();
    assertThat(wrong.path("told").asText()).isEqualTo("anna");
    assertThat(wrong.path("text").asText()).contains("the same secret");
    assertThat(typed("anna", "ops", "", "deploy", "web").getFirst().path("text").asText())
        .contains("not set up yet");
    int gone = server.port();
    server.close();
    assertThat(
            harness("forward", "http://127.0.0.1:" + gone, SECRET, "anna", "ops", "", "diff")
                .getFirst()
                .path("text")
                .asText())
        .contains("does not answer");
    assertThat(heard).isEmpty();
  }
}
