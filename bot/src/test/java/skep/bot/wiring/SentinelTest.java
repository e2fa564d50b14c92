package skep.bot.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import skep.bot.local.chat.Said;
import skep.bot.log.RedactedLog;
import skep.bot.terminal.DoRequest;
import skep.bot.terminal.Terminal;
import skep.deploy.github.GitHubServer;

/** Two hundred known values are pushed through everything; none of them comes out anywhere. */
@Isolated("it listens to the program's whole log")
class SentinelTest {
  private static final Pattern FINAL =
      Pattern.compile("^:(white_check_mark|book|x|no_entry|warning|raised_hand|hourglass):");
  private static final Pattern LINK = Pattern.compile("#link=([A-Za-z0-9_-]+)");

  /** Makes the difference so long that it becomes a file in chat. */
  private static final String LONG =
      IntStream.range(0, 400)
          .mapToObj(i -> "      l%d: %s\n".formatted(i, "label".repeat(12)))
          .collect(Collectors.joining());

  @TempDir Path temp;
  private final Sentinels sentinels = new Sentinels();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final StreamHandler logging = new StreamHandler(log, new SimpleFormatter());
  private final Map<String, String> surfaces = new LinkedHashMap<>();
  private VaultTeam team;

  @BeforeEach
  void start() throws IOException {
    team = new VaultTeam(temp, Optional.empty());
    logging.setEncoding("UTF-8");
    logging.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(logging);
    RedactedLog.install(team.secrets::redact, RedactedLog.Style.JSON);
  }

  @AfterEach
  void stop() {
    Logger.getLogger("").removeHandler(logging);
    RedactedLog.install(text -> text, RedactedLog.Style.PLAIN);
    team.close();
  }

  private void estate(String image) {
    Map<String, String> files = new LinkedHashMap<>();
    StringBuilder secrets = new StringBuilder("secrets:\n");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sentinels.files.size(); i++) {
      files.put("secret/file-%d.txt".formatted(i), sentinels.files.get(i));
      files.put("secret/key-%d.pem".formatted(i), sentinels.keys.get(i));
      secrets.append("  s%1$d: {file: ../../secret/file-%1$d.txt}\n".formatted(i));
      names.add("s" + i);
    }
    files.put("secret/app.env", lines(sentinels.environment, "E%d=%s\n"));
    files.put("secret/unused.yml", lines(sentinels.unused, "u%d: %s\n"));
    files.put(
        "stacks/web/stack.yml",
        "services:\n  app:\n    image: %s\n    env_file: ../../secret/app.env\n    secrets: [%s]\n    labels:\n%s%s"
            .formatted(image, String.join(", ", names), LONG, secrets));
    team.commit(files);
  }

  private static String lines(List<String> values, String form) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      text.append(form.formatted(i, values.get(i)));
    }
    return text.toString();
  }

  /** Types a line and waits until it is answered. */
  private String ask(String line) {
    String id = team.chat.say("you", "ops", line);
    await().atMost(60, SECONDS).until(() -> answered(id));
    return id;
  }

  private boolean answered(String id) {
    return team.chat.said("ops").stream()
        .filter(message -> message.by().equals("skep"))
        .filter(message -> message.thread().equals(Optional.of(id)))
        .anyMatch(message ->
            FINAL.matcher(message.text()).find() && !message.text().contains("Accepted"));
  }

  private void approved(String id) {
    await().atMost(60, SECONDS).until(() -> approval(id).isPresent());
    team.chat.say("colleague", "ops", approval(id).orElseThrow());
    await()
        .atMost(90, SECONDS)
        .until(() ->
            team.chat.said("ops").stream()
                .map(Said::text)
                .anyMatch(text -> text.contains("release") && FINAL.matcher(text).find()));
    await()
        .atMost(90, SECONDS)
        .until(() ->
            team.swarm.configs(Map.of()).stream()
                .noneMatch(config ->
                    config.name().startsWith("skep-lock")
                        && config.labels().containsKey("skep.until")));
  }

  private Optional<String> approval(String id) {
    return team.chat.said("ops").stream()
        .filter(message -> message.thread().equals(Optional.of(id)))
        .flatMap(message -> message.buttons().stream())
        .filter(says -> says.startsWith("/deploy approve"))
        .findFirst();
  }

  private void everyCommand() {
    String value = sentinels.files.getFirst().replace(' ', '_');
    for (String line :
        List.of(
            "/help",
            "/diff",
            "/diff web",
            "/diff " + sentinels.unused.getFirst(),
            "/diff web@" + sentinels.unused.get(1),
            "/deploy " + sentinels.unused.get(2),
            "/deploy status",
            "/deploy history web",
            "/deploy access",
            "/deploy access why @" + sentinels.unused.get(3),
            "/deploy lock web " + sentinels.unused.get(4),
            "/deploy status web",
            "/deploy unlock web",
            "/deploy cancel web",
            "/deploy abort web " + sentinels.unused.get(5),
            "/deploy approve " + sentinels.unused.get(6),
            "/deploy reject " + sentinels.unused.get(7),
            "/deploy break-glass " + sentinels.unused.get(8) + " because",
            "/rollback web",
            "/rollback " + sentinels.unused.get(9),
            "/rollback web to 1",
            "/secrets",
            "/secrets diff",
            "/secrets history app.env",
            "/secrets history " + sentinels.unused.get(10),
            "/secrets set unused.yml:u1",
            "/secrets set " + sentinels.unused.get(11),
            "/secrets rotate app.env:E1",
            "/secrets rotate password.txt",
            "/secrets recipients",
            "/secrets recipients remove " + sentinels.unused.get(12),
            "/secrets recipients add " + sentinels.unused.get(13),
            "/backup " + sentinels.unused.get(14),
            "!dploy " + sentinels.unused.get(15))) {
      if (line.startsWith("!")) {
        team.chat.say("you", "ops", line);
      } else {
        ask(line);
      }
    }
    team.chat.say("you", "ops", "/secrets set app.env:E1 " + value);
    team.hears("ops", "I deleted your message");
  }

  /** Pages, questions, what a model may look at and what it says, with values in all of them. */
  private void everyQuestion() {
    team.commit(
        Map.of(
            "runbooks/web.md",
            "# The stack web does not start\n\nIts password is %s. Type `login %s`.\n"
                .formatted(sentinels.files.get(1), sentinels.unused.get(40)),
            "runbooks/%s.md".formatted(sentinels.unused.get(41)),
            "# Another page\n\nThe key is %s.\n".formatted(sentinels.unused.get(42))));
    team.model.knows(sentinels.unused.get(43));
    String question = "@skep why does the stack web not start? It says " + sentinels.unused.get(44);
    await().atMost(90, SECONDS).until(() -> saysABook(ask(question)));
    String answered = ask("@skep " + sentinels.environment.get(5) + " is in the log of web, why?");
    Said answer =
        team.chat.said("ops").stream()
            .filter(message -> message.thread().equals(Optional.of(answered)))
            .filter(message -> message.by().equals("skep"))
            .findFirst()
            .orElseThrow();
    team.chat.reply(
        "colleague", "ops", answered, "it was `login %s`".formatted(sentinels.unused.get(45)));
    team.chat.mischief().react("you", answer.id(), ":white_check_mark:");
    team.hears("ops", ":memo: ");
    ask("@skep how do I bake bread with " + sentinels.unused.get(46) + "?");
    surfaces.put("what a model is told", team.model.told());
    surfaces.put("drafts of runbooks", team.drafts());
    assertThat(team.model.told()).as("it was on the way").contains("(redacted)", "web_app");
  }

  private boolean saysABook(String id) {
    return team.chat.said("ops").stream()
        .filter(message -> message.thread().equals(Optional.of(id)))
        .anyMatch(message -> message.text().startsWith(":book:"));
  }

  /** What goes wrong before and after something was changed, with values in the middle of it. */
  private void everyFailure() {
    estate("example/app:unhealthy");
    approved(ask("/deploy web"));
    estate("example/app:missing");
    ask("/deploy web");
    String stack = team.content("stacks/web/stack.yml");
    for (String mistake :
        List.of(
            stack.replace(
                "env_file:", "replicas: \"" + sentinels.unused.get(21) + "\"\n    env_file:"),
            stack.replace("app.env", sentinels.unused.get(22)),
            stack.replace("services:", "services: {" + sentinels.unused.get(23)),
            stack.replace("example/app:missing", "${" + sentinels.environment.get(3) + "}"),
            stack + "  \"" + sentinels.unused.get(24) + "\": {file: ../../secret/app.env}\n")) {
      team.commit("stacks/web/stack.yml", mistake);
      ask("/deploy web");
      ask("/diff web");
    }
    team.commit("skep.yaml", VaultTeam.POLICY + sentinels.unused.get(25) + ": 1\n");
    ask("/deploy web");
    team.commit("skep.yaml", VaultTeam.POLICY);
    team.commit("stacks/web/stack.yml", stack);
  }

  private void everyDeskAction() {
    String link = team.toldInPrivate("you", "Change `secret/unused.yml:u1`");
    Matcher token = LINK.matcher(link);
    assertThat(token.find()).isTrue();
    StringBuilder said = new StringBuilder();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String cookie = "";
      String csrf = "";
      String path = "\"path\":\"secret/unused.yml\",\"key\":\"u1\"";
      String base = team.repository.resolve("").sha();
      List<List<String>> requests =
          List.of(
              List.of("POST", "/api/link", "{\"token\":\"" + token.group(1) + "\"}"),
              List.of("GET", "/api/session", ""),
              List.of("GET", "/api/secrets", ""),
              List.of("POST", "/api/history", "{" + path + "}"),
              List.of("POST", "/api/generate", "{" + path + "}"),
              List.of(
                  "POST",
                  "/api/save",
                  "{" + path + ",\"base\":\"" + sentinels.environment.getFirst() + "\"}"),
              List.of("POST", "/api/save", "{\"" + sentinels.environment.get(1)),
              List.of(
                  "POST",
                  "/api/save",
                  "{"
                      + path
                      + ",\"base\":\""
                      + base
                      + "\",\"value\":\""
                      + sentinels.unused.get(20)
                      + "\"}"),
              List.of("GET", "/" + sentinels.environment.get(2), ""),
              List.of("POST", "/api/sign-out", "{}"));
      for (List<String> request : requests) {
        HttpRequest.Builder built =
            HttpRequest.newBuilder(URI.create(team.address() + request.get(1)))
                .header("Origin", team.address())
                .header("Content-Type", "application/json")
                .header("Cookie", cookie)
                .header("X-Skep-Csrf", csrf);
        built =
            request.getFirst().equals("GET")
                ? built.GET()
                : built.POST(HttpRequest.BodyPublishers.ofString(request.get(2)));
        HttpResponse<String> answer =
            http.send(built.build(), HttpResponse.BodyHandlers.ofString());
        cookie =
            answer.headers().firstValue("Set-Cookie").map(it -> it.split(";")[0]).orElse(cookie);
        Matcher given = Pattern.compile("\"csrf\":\"([^\"]+)\"").matcher(answer.body());
        csrf = given.find() ? given.group(1) : csrf;
        said.append(answer.headers().map()).append(answer.body()).append('\n');
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(said).contains("is not what the desk's page sends".substring(0, 6), "secrets");
    surfaces.put("the desk's answers", said.toString());
  }

  private String terminal(boolean json) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, UTF_8);
    for (String line :
        List.of("/diff web", "/secrets", "/deploy web", "/diff " + sentinels.unused.get(30))) {
      DoRequest request =
          new DoRequest(
              line, Optional.of(team.bare().toString()), Optional.of("simulated"), "root", json);
      KnownSecrets known = new KnownSecrets();
      try (TerminalWiring wiring =
          new TerminalWiring(
              new Settings(Map.of("GIT_CRYPT_KEY_FILE", team.keyFile().toString())),
              request,
              known)) {
        new Terminal(print, print, false, _ -> false, InstantSource.system())
            .run(request, wiring::handle);
      }
    }
    return out.toString(UTF_8);
  }

  private static String inflated(byte[] data) {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(data))) {
      return new String(gzip.readAllBytes(), UTF_8);
    } catch (IOException e) {
      return new String(data, UTF_8);
    }
  }

  private String said(String room) {
    return team.chat.said(room).stream()
        .filter(message -> message.by().equals("skep"))
        .map(message -> message.text() + " " + message.buttons() + " " + about(message))
        .collect(Collectors.joining("\n"));
  }

  private static String about(Said message) {
    return message.files() + " " + message.descriptions();
  }

  private String files(String room) {
    return team.chat.said(room).stream()
        .flatMap(message -> message.files().stream())
        .flatMap(name -> team.chat.file(name).stream())
        .map(content -> new String(content, UTF_8))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void noneOfTwoHundredValuesComesOutAnywhere() {
    assertThat(sentinels.all()).hasSize(200).doesNotHaveDuplicates();
    estate("nginx:1.27-alpine");
    approved(ask("/deploy web"));
    estate("example/app:crash");
    approved(ask("/deploy web"));
    everyFailure();
    everyCommand();
    everyDeskAction();
    everyQuestion();

    team.proposed(7, "secret/%s.txt".formatted(sentinels.unused.get(31)), sentinels.unused.get(32));
    ask("/diff #7");
    await().atMost(30, SECONDS).until(() -> !team.gitHub.comments(7).isEmpty());
    await()
        .atMost(30, SECONDS)
        .until(() ->
            team.gitHub.issues().stream().map(GitHubServer.Issue::title).distinct().count() >= 2);
    assertThat(team.gitHub.issues())
        .extracting(GitHubServer.Issue::title)
        .as("one a release")
        .doesNotHaveDuplicates();

    surfaces.put("pull-request comments", team.gitHub.comments(7).toString());
    surfaces.put("GitHub issues", team.gitHub.issues().toString());
    surfaces.put("chat", said("ops"));
    surfaces.put("files in chat", files("ops"));
    surfaces.put("alerts", said("ops-alerts"));
    surfaces.put("direct messages", said(team.chat.directRoomId("skep", "you")));
    logging.flush();
    surfaces.put("log, audit and exceptions", log.toString(UTF_8));
    surfaces.put("terminal", terminal(false));
    surfaces.put("--json", terminal(true));
    surfaces.put(
        "names and labels in the Swarm",
        team.swarm.secrets().stream()
            .map(secret -> secret.name() + secret.labels() + secret.spec())
            .collect(Collectors.joining("\n")));
    surfaces.put(
        "commit messages and authors",
        team.repository.history(team.repository.resolve(""), "secret", 100).toString());
    surfaces.put(
        "process list",
        ProcessHandle.allProcesses()
            .map(process -> process.info().commandLine().orElse(""))
            .collect(Collectors.joining("\n")));
    surfaces.forEach((surface, text) -> {
      assertThat(text).as(surface + " has something in it at all").isNotBlank();
      assertThat(Sentinels.in(text, sentinels.all())).as(surface).isEmpty();
    });
    assertThat(surfaces.get("chat")).as("they were on the way").contains("(redacted)");
    assertThat(surfaces.get("pull-request comments")).contains("secret/(redacted).txt");
    assertThat(surfaces.get("log, audit and exceptions"))
        .contains("skep.audit", "secrets desk: set secret/unused.yml:u1");

    // What stands in a service's environment stands in every inspection of the service, and in the
    // release that would bring it back; whatever is a Docker secret does not.
    List<String> kept = new ArrayList<>(sentinels.all());
    kept.removeAll(sentinels.environment);
    assertThat(team.swarm.configs(Map.of()))
        .hasSizeGreaterThan(3)
        .allSatisfy(config ->
            assertThat(
                    Sentinels.in(config.name() + config.labels() + inflated(config.data()), kept))
                .as("the record " + config.name())
                .isEmpty());
  }
}
