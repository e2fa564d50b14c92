package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Meteor's ddp-server: answers mistakes and stays; {@code updated} may come before the result. */
final class MeteorManners implements Manners {
  private static final Duration SILENCE = Duration.ofSeconds(15);

  @Override
  public Optional<ObjectNode> greeting() {
    return Optional.empty();
  }

  @Override
  public String newSession() {
    return Ids.random();
  }

  @Override
  public boolean understands(JsonNode connect) {
    return connect.path("version").asText().equals("1")
        && StreamSupport.stream(connect.path("support").spliterator(), false)
            .anyMatch(version -> version.asText().equals("1"));
  }

  @Override
  public void notJson(DdpSession.Wire wire) {
    wire.send(Ddp.message("error").put("reason", "Parse error"));
  }

  @Override
  public void notConnected(DdpSession.Wire wire, JsonNode frame) {
    wire.send(Ddp.offence("Must connect first", frame));
  }

  @Override
  public void connectedAlready(DdpSession.Wire wire, JsonNode frame) {
    wire.send(Ddp.offence("Already connected", frame));
  }

  @Override
  public boolean subscribesAgain() {
    return false;
  }

  @Override
  public boolean confirmsUnknown() {
    return true;
  }

  @Override
  public boolean takesPasswords() {
    return true;
  }

  @Override
  public boolean countsCalls() {
    return true;
  }

  @Override
  public List<ObjectNode> answer(ObjectNode result, ObjectNode updated, Optional<ObjectNode> data) {
    return Stream.of(data.stream(), Stream.of(updated, result)).flatMap(frames -> frames).toList();
  }

  @Override
  public void signedOut(DdpSession.Wire wire) {
    // The connection stays, and is nobody's.
  }

  @Override
  public Duration silence() {
    return SILENCE;
  }

  @Override
  public int silentStatus() {
    return 1000;
  }

  @Override
  public boolean asksAtOnce() {
    return false;
  }
}
