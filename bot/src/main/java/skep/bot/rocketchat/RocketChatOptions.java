package skep.bot.rocketchat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import skep.secrets.redaction.SecretValue;

/**
 * Where the server is and who the bot is there.
 *
 * @param url the server's root, with a path where it has one
 * @param token a personal access token: it serves REST and DDP alike and does not expire
 * @param since what was said from then on is read back on the first connection as well; empty:
 *     listening begins with the connection
 */
public record RocketChatOptions(
    URI url, String userId, SecretValue token, Optional<Instant> since, Timing timing) {

  /**
   * @param ask after this much silence the client pings
   * @param dead after this much silence the connection counts as lost
   * @param call the deadline of one REST call
   * @param firstRetry the first pause before trying again; it doubles up to {@code lastRetry}
   * @param edits at most one edit of one message in this time
   * @param silence after this long without a message the client makes sure that it hears
   */
  public record Timing(
      Duration ask,
      Duration dead,
      Duration call,
      Duration firstRetry,
      Duration lastRetry,
      Duration edits,
      Duration silence) {
    public static final Timing DEFAULT =
        new Timing(
            Duration.ofSeconds(20),
            Duration.ofSeconds(45),
            Duration.ofSeconds(15),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofMillis(2500),
            Duration.ofSeconds(60));
  }

  public RocketChatOptions {
    String scheme = Optional.ofNullable(url.getScheme()).orElse("");
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "the chat server's address must begin with https:// (or http:// inside the cluster),"
              + " but is "
              + url);
    }
    if (userId.isBlank()) {
      throw new IllegalArgumentException(
          "the bot's user id is missing: Rocket.Chat shows it beside the personal access token");
    }
    // Checked here, because the HTTP client would quote a header value it cannot send.
    if (!reveal(token).matches("[\\x21-\\x7e]+")) {
      throw new IllegalArgumentException(
          "the bot's personal access token is empty or holds characters no token has; copy it again");
    }
  }

  public static RocketChatOptions of(URI url, String userId, SecretValue token) {
    return new RocketChatOptions(url, userId, token, Optional.empty(), Timing.DEFAULT);
  }

  public RocketChatOptions since(Instant instant) {
    return new RocketChatOptions(url, userId, token, Optional.of(instant), timing);
  }

  public RocketChatOptions with(Timing other) {
    return new RocketChatOptions(url, userId, token, since, other);
  }

  String revealToken() {
    return reveal(token);
  }

  private static String reveal(SecretValue token) {
    return new String(token.reveal(), StandardCharsets.UTF_8).strip();
  }

  String address(String path) {
    return url.toString().replaceFirst("/+$", "") + path;
  }
}
