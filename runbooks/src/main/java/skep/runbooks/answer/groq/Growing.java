package skep.runbooks.answer.groq;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionChunk.Choice;
import com.openai.models.chat.completions.ChatCompletionChunk.Choice.Delta;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import skep.runbooks.answer.LanguageModel.Call;
import skep.runbooks.answer.LanguageModel.Message;
import skep.runbooks.answer.LanguageModel.TroubleException;
import skep.runbooks.answer.LanguageModel.Turn;
import skep.runbooks.answer.Usage;
import skep.runbooks.endpoint.Endpoint;
import skep.runbooks.endpoint.EndpointException;

/** One turn as it comes together from the pieces a model sends. What it thinks is not kept. */
final class Growing implements Endpoint.Taker<ChatCompletionChunk> {
  /** Of characters; a model is told to write less, and an endpoint may not do what it is told. */
  private static final int LONGEST = 200_000;

  private static final int MOST_WISHES = 16;
  private static final Set<String> ASKS = Set.of("tool_calls", "function_call", "stop");

  private final Consumer<String> partial;
  private final List<Message> conversation;
  private final Function<String, EndpointException> brokenOff;
  private final StringBuilder text = new StringBuilder();
  private final Map<Long, Wish> wishes = new TreeMap<>();
  private Optional<String> end = Optional.empty();
  private Optional<Usage> usage = Optional.empty();
  private int shown;
  private int written;

  /** A wish to look, of which more may come. */
  private record Wish(String id, String tool, String arguments) {
    /** Its name comes whole; some say it again with every piece. */
    private Wish plus(Wish more) {
      return new Wish(
          id.isEmpty() ? more.id : id,
          tool.isEmpty() ? more.tool : tool,
          arguments + more.arguments);
    }
  }

  /**
   * @param brokenOff what an endpoint's own word for why it stops means
   */
  Growing(
      Consumer<String> partial,
      List<Message> conversation,
      Function<String, EndpointException> brokenOff) {
    this.partial = partial;
    this.conversation = conversation;
    this.brokenOff = brokenOff;
  }

  @Override
  public void take(ChatCompletionChunk piece, boolean more) {
    piece._choices().asKnown().orElse(List.of()).stream()
        .filter(choice -> choice._index().asKnown().orElse(0L) == 0)
        .forEach(this::take);
    piece._usage().asKnown().map(told -> read(JsonValue.from(told))).ifPresent(this::took);
    Optional.ofNullable(piece._allProperties().get("x_groq")).ifPresent(this::ofGroq);
    // Who is slow to show it gets fewer of them, each with everything there is.
    if (!more) {
      show();
    }
    if (written > LONGEST) {
      throw brokenOff.apply("it writes on and on");
    }
  }

  @Override
  public boolean isWhole() {
    return end.isPresent();
  }

  boolean hasText() {
    return !text.toString().isBlank();
  }

  /**
   * @throws TroubleException where nothing came
   */
  Turn turn() {
    List<Call> calls = end.filter(ASKS::contains).isPresent() ? calls() : List.of();
    if (!calls.isEmpty()) {
      return new Turn.Calls(calls, usage());
    }
    if (!hasText()) {
      throw new TroubleException(
          end.isPresent()
              ? "the model said nothing"
              : "the model broke off before it said anything");
    }
    show();
    return new Turn.Text(text.toString(), end.filter("stop"::equals).isPresent(), usage());
  }

  Turn unfinished() {
    show();
    return new Turn.Text(text.toString(), false, usage());
  }

  private void take(Choice choice) {
    choice._delta().asKnown().ifPresent(this::take);
    choice.finishReason().ifPresent(reason -> end = Optional.of(reason.asString()));
  }

  private void take(Delta delta) {
    String said = delta.content().orElse("");
    text.append(said);
    written += said.length();
    for (Delta.ToolCall call : delta.toolCalls().orElse(List.of())) {
      Wish more =
          new Wish(
              call.id().orElse(""),
              call.function().flatMap(Delta.ToolCall.Function::name).orElse(""),
              call.function().flatMap(Delta.ToolCall.Function::arguments).orElse(""));
      wishes.merge(call._index().asKnown().orElse(0L), more, Wish::plus);
      written += more.tool().length() + more.arguments().length();
    }
  }

  private void ofGroq(JsonValue told) {
    JsonNode more = told.convert(JsonNode.class);
    if (more.path("error").isTextual()) {
      throw brokenOff.apply(more.path("error").asText());
    }
    if (more.path("usage").isObject()) {
      took(read(JsonValue.fromJsonNode(more.path("usage"))));
    }
  }

  private void took(Usage told) {
    usage = Optional.of(told);
  }

  private static Usage read(JsonValue told) {
    JsonNode usage = told.convert(JsonNode.class);
    return new Usage(
        Math.max(0, usage.path("prompt_tokens").asLong()),
        Math.max(0, usage.path("completion_tokens").asLong()));
  }

  private void show() {
    if (text.length() > shown) {
      shown = text.length();
      partial.accept(text.toString());
    }
  }

  private List<Call> calls() {
    return wishes.entrySet().stream()
        .filter(wish -> !wish.getValue().tool().isBlank())
        .limit(MOST_WISHES)
        .map(wish ->
            new Call(
                wish.getValue().id().isEmpty() ? "call_" + wish.getKey() : wish.getValue().id(),
                wish.getValue().tool().strip(),
                wish.getValue().arguments()))
        .toList();
  }

  private Usage usage() {
    return usage.orElseGet(() -> Usage.roughly(conversation.toString().length(), written));
  }
}
