package skep.bot.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import skep.bot.image.SkepImage;
import skep.bot.local.chat.LocalChat;
import skep.deploy.lab.Lab;

/** The bot in its container: how large, how soon it hears, and what it occupies then. */
final class InItsImage {
  private static final int ROUNDS = 6;
  private static final int PORT = 8099;
  private static final String NAME = "bench-bot";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final Duration IDLE = Duration.ofSeconds(35);

  private final Report report;
  private final BenchEstate estate;
  private final Lab lab;
  private final HttpClient http = HttpClient.newHttpClient();

  InItsImage(Report report, BenchEstate estate, Lab lab) {
    this.report = report;
    this.estate = estate;
    this.lab = lab;
  }

  void run() throws IOException {
    report.title("The bot in its own image");
    String image = SkepImage.in(lab);
    String size = lab.docker("image", "inspect", "--format", "{{.Size}}", image).strip();
    report.row("image, unpacked", "%.0f MB".formatted(Double.parseDouble(size) / 1e6));
    report.goal("image, as a registry keeps it", packed(image), 150, "MB");
    try (LocalChat chat = LocalChat.start(LocalChat.Options.onFreePort().at(lab.gateway()))) {
      Samples starts = new Samples();
      for (int round = 0; round < ROUNDS; round++) {
        Duration start = start(image, chat);
        if (round > 0) {
          starts.add(start);
        }
        if (round == ROUNDS - 1) {
          RunningBot.sleep(IDLE);
          report.goal("resident, idle since its start", resident(), 200, "MB");
        }
        lab.docker("rm", "--force", NAME);
      }
      report.row("docker run to ready", starts.toString());
      report.goal("start", starts.medianSeconds(), 3, "s");
    }
  }

  /** What is pulled, in MB. */
  private double packed(String image) throws IOException {
    String[] parts = image.replace(lab.registry() + "/", "").split(":", 2);
    URI address =
        URI.create("http://%s/v2/%s/manifests/%s".formatted(lab.registry(), parts[0], parts[1]));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
            .build();
    try {
      String manifest = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return new ObjectMapper()
              .readTree(manifest).findValuesAsText("size").stream()
                  .mapToDouble(Double::parseDouble)
                  .sum()
          / 1e6;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Duration start(String image, LocalChat chat) {
    long begin = System.nanoTime();
    lab.docker(
        "run",
        "--detach",
        "--name=" + NAME,
        "--network=host",
        "--read-only",
        "--tmpfs=/tmp",
        "--user=" + SkepImage.user(lab),
        "--volume=" + lab.socket("node1") + ":/var/run/docker.sock",
        "--volume=" + estate.directory() + ":/estate:ro",
        "--env=SKEP_ESTATE=/estate",
        "--env=SKEP_HEALTH_PORT=" + PORT,
        "--env=ROCKETCHAT_URL=" + chat.url(),
        "--env=ROCKETCHAT_USER_ID=" + chat.botUserId(),
        "--env=ROCKETCHAT_TOKEN=" + new String(chat.botToken().reveal(), UTF_8),
        image);
    while (!isReady()) {
      if (System.nanoTime() - begin > LIMIT.toNanos()) {
        throw new IllegalStateException("never ready; it said:\n" + lab.docker("logs", NAME));
      }
      RunningBot.sleep(LOOK);
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private boolean isReady() {
    URI address = URI.create("http://%s:%d/health/ready".formatted(lab.address(1), PORT));
    try {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private double resident() {
    return lab.docker("top", NAME, "-o", "pid,rss")
        .lines()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.strip().split("\\s+")[1]) / 1024)
        .sum();
  }
}
