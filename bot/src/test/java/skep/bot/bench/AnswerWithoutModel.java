package skep.bot.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import skep.bot.health.HealthCheck;
import skep.bot.health.HealthServer;

/**
 * From a question to passages its author can read, where no model is configured, where it takes the
 * question and says nothing, and where it is not there.
 */
record AnswerWithoutModel(Report report, Path home, String dockerHost) {
  private static final int ROUNDS = 20;
  private static final String QUESTION = "@skep the mongo primary keeps stepping down, what now";
  private static final String PAGE = "Recover the MongoDB replica set";

  void run() throws IOException {
    report.title("From a question to passages to read, without a model");
    BenchEstate estate = BenchEstate.of(home.resolve("questions"), 1, 1, "app:1");
    estate.addRunbooks();
    measure("none is configured", estate, Map.of());
    try (ServerSocket silent = new ServerSocket(0, ROUNDS * 2, InetAddress.getLoopbackAddress())) {
      measure("it takes the question and is silent", estate, model(silent.getLocalPort()));
    }
    measure("it is down", estate, model(freePort()));
  }

  private static Map<String, String> model(int port) {
    return Map.of("GROQ_API_KEY", "gsk_0", "GROQ_URL", "http://127.0.0.1:%d/v1".formatted(port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private void measure(String how, BenchEstate estate, Map<String, String> model)
      throws IOException {
    int port = freePort();
    Map<String, String> environment = new TreeMap<>(model);
    environment.put("SKEP_HEALTH_PORT", Integer.toString(port));
    try (RunningBot bot = new RunningBot(home, estate, dockerHost, environment)) {
      while (HealthCheck.asked(port, HealthServer.RUNBOOKS)
          .filter(word -> word.text().contains("passages of"))
          .isEmpty()) {
        RunningBot.sleep(Duration.ofMillis(200));
      }
      Samples times = new Samples();
      for (int i = 1; i <= ROUNDS; i++) {
        times.add(bot.say(QUESTION + "?".repeat(i), PAGE));
      }
      report.goal(how + ", p95", times.seconds(95), 1, "s");
    }
  }
}
