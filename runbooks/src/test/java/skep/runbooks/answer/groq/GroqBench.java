package skep.runbooks.answer.groq;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import skep.runbooks.answer.LanguageModel.Message;
import skep.runbooks.answer.LanguageModel.TroubleException;
import skep.runbooks.answer.LanguageModel.Turn;
import skep.runbooks.endpoint.GroqReply;
import skep.runbooks.endpoint.GroqServer;
import skep.runbooks.endpoint.Patience;

/** A server, and models that ask it. */
final class GroqBench implements AutoCloseable {
  /** For answers that come, on a machine that has much else to do. */
  static final Patience CALM =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofMillis(10));

  /** For those that do not. */
  static final Patience HASTY =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofMillis(1_500),
          Duration.ofSeconds(60),
          Duration.ofMillis(10));

  static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  static final List<Message> QUESTION = List.of(new Message.Asked("What now?"));

  final GroqServer groq = new GroqServer();
  final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final List<GroqModel> models = new ArrayList<>();

  GroqBench() throws IOException {}

  /** The library takes seconds to begin with, which are not the server's. */
  static void begin() throws IOException {
    try (GroqBench any = new GroqBench()) {
      any.ask(any.model());
    }
  }

  GroqModel model() {
    return model(groq.url(), CALM);
  }

  GroqModel model(URI url, Patience patience) {
    return model(url, GroqServer.MODEL, GroqServer.KEY, patience);
  }

  GroqModel model(URI url, String name, String key, Patience patience) {
    GroqModel model =
        new GroqModel(
            new GroqModel.Settings(url, name, 500, patience), () -> key, (InstantSource) now::get);
    models.add(model);
    return model;
  }

  Turn ask(GroqModel model) {
    return model.next(QUESTION, List.of(), _ -> {});
  }

  TroubleException trouble(GroqModel model) {
    return catchThrowableOfType(TroubleException.class, () -> ask(model));
  }

  TroubleException trouble(GroqReply... replies) {
    groq.replies(replies);
    return trouble(model());
  }

  @Override
  public void close() {
    models.forEach(GroqModel::close);
    groq.close();
  }
}
