package skep.runbooks.answer;

import java.util.Map;

/** Something the model may look at. It changes nothing. */
public interface StateTool {
  String name();

  /** What it shows, for the model. */
  String description();

  /** Its parameters, all texts: name and meaning. */
  Map<String, String> parameters();

  /**
   * @param arguments some of the parameters; what the model made up is not among them
   * @return what there is to see, or in words why there is nothing
   */
  String look(Map<String, String> arguments);
}
