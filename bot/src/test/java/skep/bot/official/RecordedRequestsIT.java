package skep.bot.official;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every request of the bot in the tests before this one passes the validators Rocket.Chat's server
 * uses, and every text is drawn by its clients' parser as it was meant.
 */
@Tag("node")
class RecordedRequestsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path all() throws IOException {
    Path all = RequestRecorder.FOLDER.resolve("all").toAbsolutePath();
    try (Stream<Path> files = Files.list(RequestRecorder.FOLDER);
        OutputStream out = Files.newOutputStream(all)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".jsonl")).toList()) {
        Files.copy(file, out);
      }
    }
    return all;
  }

  private static List<JsonNode> judged(Path requests) throws IOException, InterruptedException {
    Process judge = NodePackages.start("validate.cjs", requests.toString());
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(judge.getInputStream(), UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        lines.add(JSON.readTree(line));
      }
    }
    assertThat(judge.waitFor()).isZero();
    return lines;
  }

  @Test
  void allOfThemAreRight() throws IOException, InterruptedException {
    List<JsonNode> lines = judged(all());
    JsonNode sum = lines.removeLast();
    assertThat(lines).isEmpty();
    assertThat(sum.path("faults").asInt()).isZero();
    assertThat(sum.path("texts").asInt()).isGreaterThan(50);
    assertThat(StreamSupport.stream(sum.path("paths").spliterator(), false).map(JsonNode::asText))
        .contains(
            "GET chat.getMessage",
            "GET chat.syncMessages",
            "GET groups.members",
            "GET me",
            "GET rooms.get",
            "GET rooms.info",
            "GET users.info",
            "POST chat.delete",
            "POST chat.react",
            "POST chat.sendMessage",
            "POST chat.update",
            "POST im.create");
  }

  @Test
  void aWrongOneIsFoundOut() throws IOException, InterruptedException {
    Path wrong = RequestRecorder.FOLDER.resolve("wrong").toAbsolutePath();
    Files.writeString(
        wrong,
        """
        {"method":"POST","path":"chat.update","query":{},"body":{"roomId":"r","msgId":"m","text":"x","attachments":[]}}
        {"method":"POST","path":"chat.sendMessage","query":{},"body":{"message":{"rid":"r","msg":"hello @all"}}}
        {"method":"POST","path":"chat.sendMessage","query":{},"body":{"message":{"rid":"r","msg":"```\\nopen"}}}
        {"method":"POST","path":"chat.shout","query":{},"body":{}}
        """);
    List<JsonNode> lines = judged(wrong);
    assertThat(lines.removeLast().path("faults").asInt()).isEqualTo(4);
    assertThat(lines)
        .extracting(line -> line.path("why").asText())
        .satisfiesExactly(
            one -> assertThat(one).contains("additionalProperties"),
            two -> assertThat(two).isEqualTo("it calls everybody"),
            three -> assertThat(three).contains("fences are drawn"),
            four -> assertThat(four).isEqualTo("no validator is known for it"));
  }
}
