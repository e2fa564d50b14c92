package skep.runbooks.answer.groq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.core.JsonValue;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import skep.runbooks.answer.LanguageModel.Call;
import skep.runbooks.answer.LanguageModel.Message;
import skep.runbooks.answer.StateTool;

/** A conversation as the API is asked to go on with it. */
final class Asking {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Asking() {}

  static ChatCompletionCreateParams of(
      String model, int mostTokens, List<Message> conversation, List<StateTool> tools) {
    ChatCompletionCreateParams.Builder asked =
        ChatCompletionCreateParams.builder()
            .model(model)
            .temperature(0)
            .maxCompletionTokens(mostTokens)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build());
    if (model.contains("gpt-oss")) {
      // What is to be said stands in the passages; other models refuse to be told how much to
      // think.
      asked.reasoningEffort(ReasoningEffort.LOW);
    }
    conversation.forEach(message -> put(asked, message));
    tools.forEach(tool -> asked.addTool(tool(tool)));
    return asked.build();
  }

  private static void put(ChatCompletionCreateParams.Builder asked, Message message) {
    switch (message) {
      case Message.Rules(String text) -> asked.addSystemMessage(text);
      case Message.Asked(String text) -> asked.addUserMessage(text);
      case Message.Said(String text) ->
          asked.addMessage(ChatCompletionAssistantMessageParam.builder().content(text).build());
      case Message.Looks(List<Call> calls) -> asked.addMessage(looks(calls));
      case Message.Seen(String call, String text) ->
          asked.addMessage(
              ChatCompletionToolMessageParam.builder().toolCallId(call).content(text).build());
    }
  }

  private static ChatCompletionAssistantMessageParam looks(List<Call> calls) {
    ChatCompletionAssistantMessageParam.Builder said =
        ChatCompletionAssistantMessageParam.builder();
    for (Call call : calls) {
      said.addToolCall(
          ChatCompletionMessageFunctionToolCall.builder()
              .id(call.id())
              .function(
                  ChatCompletionMessageFunctionToolCall.Function.builder()
                      .name(call.tool())
                      .arguments(readable(call.arguments()))
                      .build())
              .build());
    }
    return said.build();
  }

  /** What the model wrote before may be no JSON; sent back as it is, the whole would be refused. */
  private static String readable(String arguments) {
    try {
      return JSON.readTree(arguments).isObject() ? arguments : "{}";
    } catch (JsonProcessingException e) {
      return "{}";
    }
  }

  private static ChatCompletionFunctionTool tool(StateTool tool) {
    Map<String, Map<String, String>> properties =
        tool.parameters().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    meaning -> Map.of("type", "string", "description", meaning.getValue())));
    return ChatCompletionFunctionTool.builder()
        .function(
            FunctionDefinition.builder()
                .name(tool.name())
                .description(tool.description())
                .parameters(
                    FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(properties))
                        .build())
                .build())
        .build();
  }
}
