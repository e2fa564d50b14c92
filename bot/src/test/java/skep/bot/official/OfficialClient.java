package skep.bot.official;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A running client, and what it said it heard. */
public final class OfficialClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Process process;
  private final List<JsonNode> said = new CopyOnWriteArrayList<>();

  /**
   * @param script of {@code src/test/npm}
   */
  public OfficialClient(String script, String... arguments)
      throws IOException, InterruptedException {
    process = NodePackages.start(script, arguments);
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<JsonNode> said(String what) {
    return said.stream().filter(line -> line.path("what").asText().equals(what)).toList();
  }

  /** Waits for it. */
  public JsonNode says(String what) {
    return says(what, line -> true);
  }

  JsonNode says(String what, Predicate<JsonNode> such) {
    await().atMost(LONG).until(() -> said(what).stream().anyMatch(such), found -> found);
    return said(what).stream().filter(such).findFirst().orElseThrow();
  }

  boolean ends() throws InterruptedException {
    return process.waitFor(LONG.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
  }
}
