package skep.runbooks.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.runbooks.answer.LanguageModel.Call;
import skep.runbooks.answer.LanguageModel.Message;
import skep.runbooks.answer.LanguageModel.Turn;

/**
 * One question's talk with a model: it may look at the state of things a few times, and then has to
 * say something.
 */
final class Conversation {
  private static final Logger LOG = Logger.getLogger(Conversation.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_ROUNDS = 4;
  private static final int MOST_LOOKS = 8;

  /** Of what one look shows. */
  private static final int LONGEST = 6_000;

  private final LanguageModel model;
  private final List<StateTool> tools;
  private final UnaryOperator<String> redaction;
  private final InstantSource clock;
  private final List<Message> messages;
  private final List<Source> sources;
  private final Set<String> asked = new HashSet<>();

  /**
   * @param sources what lies before the model; what it looks at comes to them
   */
  Conversation(
      LanguageModel model,
      List<StateTool> tools,
      UnaryOperator<String> redaction,
      InstantSource clock,
      List<Message> messages,
      List<Source> sources) {
    this.model = model;
    this.tools = List.copyOf(tools);
    this.redaction = redaction;
    this.clock = clock;
    this.messages = new ArrayList<>(messages);
    this.sources = new ArrayList<>(sources);
  }

  /**
   * @throws LanguageModel.TroubleException where the model does not answer, or only wants to look
   */
  Turn.Text text(Consumer<String> partial) {
    for (int round = 0; ; round++) {
      boolean last = round == MOST_ROUNDS;
      Turn turn = model.next(messages, last ? List.of() : tools, partial);
      switch (turn) {
        case Turn.Text text -> {
          return text;
        }
        case Turn.Calls(var calls, _) -> {
          if (last) {
            throw new LanguageModel.TroubleException("the model looks on and on, and says nothing");
          }
          look(calls);
        }
      }
    }
  }

  List<Source> sources() {
    return List.copyOf(sources);
  }

  private void look(List<Call> calls) {
    messages.add(new Message.Looks(calls));
    for (Call call : calls) {
      messages.add(new Message.Seen(call.id(), seen(call)));
    }
  }

  private String seen(Call call) {
    Optional<StateTool> tool =
        tools.stream().filter(one -> one.name().equals(call.tool())).findFirst();
    if (tool.isEmpty()) {
      return "There is no tool of this name.";
    }
    Optional<Map<String, String>> arguments = arguments(tool.get(), call.arguments());
    if (arguments.isEmpty()) {
      return "The arguments are no JSON object.";
    }
    if (asked.size() >= MOST_LOOKS) {
      return "That was often enough. Answer with what you have.";
    }
    if (!asked.add(call.tool() + arguments.get())) {
      return "You have looked at this already.";
    }
    Instant now = clock.instant();
    String shown = redaction.apply(looked(tool.get(), arguments.get()));
    Live live =
        Live.of(
            sources.size() + 1,
            "%s %s at %s".formatted(call.tool(), arguments.get().values(), now),
            shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "\n…");
    sources.add(live);
    return live.fenced();
  }

  /** An engine that is away is no end of an answer from runbooks, but the reason to look there. */
  private static String looked(StateTool tool, Map<String, String> arguments) {
    try {
      return tool.look(arguments);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "{0} could not be looked at: {1}", new Object[] {tool.name(), e});
      return "This cannot be looked at now: it does not answer.";
    }
  }

  /** Those the tool knows, as far as they could be names; a model likes to make some up. */
  private static Optional<Map<String, String>> arguments(StateTool tool, String json) {
    try {
      JsonNode read = JSON.readTree(json.isBlank() ? "{}" : json);
      if (!read.isObject()) {
        return Optional.empty();
      }
      Map<String, String> arguments = new HashMap<>();
      for (String name : tool.parameters().keySet()) {
        String value = read.path(name).asText("");
        if (Live.isName(value)) {
          arguments.put(name, value);
        }
      }
      return Optional.of(arguments);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
