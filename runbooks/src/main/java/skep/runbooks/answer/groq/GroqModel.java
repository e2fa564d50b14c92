package skep.runbooks.answer.groq;

import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import skep.runbooks.answer.LanguageModel;
import skep.runbooks.answer.StateTool;
import skep.runbooks.endpoint.Address;
import skep.runbooks.endpoint.Endpoint;
import skep.runbooks.endpoint.EndpointException;
import skep.runbooks.endpoint.Key;
import skep.runbooks.endpoint.Patience;

/** A model at Groq. What breaks off after it said something is an answer that is not finished. */
public final class GroqModel implements LanguageModel, AutoCloseable {
  private final Endpoint endpoint;
  private final int mostTokens;

  /**
   * @param model one that can ask for tools
   * @param mostTokens it may write in one turn, with what it only thinks
   */
  public record Settings(URI url, String model, int mostTokens, Patience patience) {
    public static final URI GROQ = URI.create("https://api.groq.com/openai/v1");

    /**
     * Of Groq's models for production in November 2026 the abler one; with tools, 131,072 tokens.
     */
    public static final String MODEL = "openai/gpt-oss-120b";

    public static final Settings USUAL = new Settings(GROQ, MODEL, 4_096, Patience.USUAL);

    public Settings {
      if (mostTokens < 1) {
        throw new IllegalArgumentException("a model that may write nothing: " + mostTokens);
      }
    }
  }

  /**
   * @param key what stands in GROQ_API_KEY, looked up for every call
   * @param clock for the time Groq wants to be left alone
   */
  public GroqModel(Settings settings, Supplier<String> key, InstantSource clock) {
    this.endpoint =
        new Endpoint(
            new Address(
                who(settings.url()),
                settings.url(),
                settings.model(),
                new Address.Settings("GROQ_URL", "GROQ_MODEL")),
            new Key("GROQ_API_KEY", key),
            settings.patience(),
            clock);
    this.mostTokens = settings.mostTokens();
  }

  private static String who(URI url) {
    return Optional.ofNullable(url.getHost())
        .map(host -> host.equals(Settings.GROQ.getHost()) ? "Groq" : host)
        .orElse("the model");
  }

  @Override
  public Turn next(List<Message> conversation, List<StateTool> tools, Consumer<String> partial) {
    ChatCompletionCreateParams asked =
        Asking.of(endpoint.address().model(), mostTokens, conversation, tools);
    Growing growing = new Growing(partial, conversation, endpoint::brokenOff);
    try {
      endpoint.read(
          (client, come) -> {
            try (StreamResponse<ChatCompletionChunk> pieces =
                client.chat().completions().createStreaming(asked)) {
              come.accept(pieces.stream());
            }
          },
          growing);
      return growing.turn();
    } catch (EndpointException e) {
      if (growing.hasText() && !e.isInterrupted()) {
        return growing.unfinished();
      }
      throw new TroubleException(e.getMessage(), e.again(), e);
    }
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
