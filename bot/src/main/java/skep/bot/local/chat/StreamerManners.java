package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Rocket.Chat's ddp-streamer: greets, hangs up on mistakes, and leaves results out that JavaScript
 * takes for nothing.
 */
final class StreamerManners implements Manners {
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final int PROTOCOL_ERROR = 1002;
  private static final int UNSUPPORTED_DATA = 1007;
  private static final int TIMEOUT = 4000;

  @Override
  public Optional<ObjectNode> greeting() {
    return Optional.of(Ddp.message("server_id").put("server_id", "0"));
  }

  @Override
  public String newSession() {
    return UUID.randomUUID().toString();
  }

  @Override
  public boolean understands(JsonNode connect) {
    return true;
  }

  @Override
  public void notJson(DdpSession.Wire wire) {
    wire.close(UNSUPPORTED_DATA, "");
  }

  @Override
  public void notConnected(DdpSession.Wire wire, JsonNode frame) {
    wire.close(PROTOCOL_ERROR, "");
  }

  @Override
  public void connectedAlready(DdpSession.Wire wire, JsonNode frame) {
    // Passed over.
  }

  @Override
  public boolean subscribesAgain() {
    return true;
  }

  @Override
  public boolean confirmsUnknown() {
    return false;
  }

  @Override
  public boolean takesPasswords() {
    return false;
  }

  @Override
  public boolean countsCalls() {
    return false;
  }

  @Override
  public List<ObjectNode> answer(ObjectNode result, ObjectNode updated, Optional<ObjectNode> data) {
    if (isNothing(result.path("result"))) {
      result.remove("result");
    }
    return Stream.concat(Stream.of(result, updated), data.stream()).toList();
  }

  private static boolean isNothing(JsonNode result) {
    return switch (result.getNodeType()) {
      case NULL, MISSING -> true;
      case BOOLEAN -> !result.asBoolean();
      case NUMBER -> result.asDouble() == 0;
      case STRING -> result.asText().isEmpty();
      case ARRAY, BINARY, OBJECT, POJO -> false;
    };
  }

  @Override
  public void signedOut(DdpSession.Wire wire) {
    wire.close(PROTOCOL_ERROR, "");
  }

  @Override
  public Duration silence() {
    return SILENCE;
  }

  @Override
  public int silentStatus() {
    return TIMEOUT;
  }

  @Override
  public boolean asksAtOnce() {
    return true;
  }
}
