package skep.runbooks.answer;

class ScriptedModelTest extends LanguageModelContract {
  @Override
  protected LanguageModel thatSays(String text) {
    return ScriptedModel.says(text);
  }

  @Override
  protected LanguageModel thatStopsAfter(String text) {
    return ScriptedModel.stopsAfter(text);
  }

  @Override
  protected LanguageModel thatLooks(String tool, String arguments) {
    return ScriptedModel.looks(tool, arguments);
  }
}
