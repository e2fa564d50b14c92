package skep.commands.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import skep.commands.access.Policy.Rule;
import skep.commands.chat.Person;

/** A rule as {@code skep.yaml} would have to say it, to be pasted. */
final class RuleLine {
  private RuleLine() {}

  /** What is there now, and this person too. */
  static String of(Act act, Person by, Policy policy) {
    Rule now = policy.rules().getOrDefault(act, new Rule(Map.of(), List.of(), List.of()));
    Map<String, String> persons = new TreeMap<>(now.persons());
    persons.put(by.username(), by.id());
    List<String> keys = who(now, persons);
    if (act == Act.APPROVE) {
      Policy.Approving approving = policy.approving();
      approving.otherThanRequester().ifPresent(other -> keys.add("other-than-requester: " + other));
      if (approving.needed() > 1) {
        keys.add("needed: " + approving.needed());
      }
      if (approving.byReaction()) {
        keys.add("by-reaction: true");
      }
    }
    if (!now.arguments().isEmpty()) {
      keys.add("arguments: {" + String.join(", ", arguments(now)) + "}");
    }
    return act.word() + ": {" + String.join(", ", keys) + "}";
  }

  private static List<String> arguments(Rule rule) {
    return new TreeMap<>(rule.arguments())
        .entrySet().stream()
            .map(one ->
                quoted(one.getKey())
                    + ": {"
                    + String.join(", ", who(one.getValue(), one.getValue().persons()))
                    + "}")
            .toList();
  }

  private static List<String> who(Rule now, Map<String, String> persons) {
    List<String> keys = new ArrayList<>();
    if (!now.membersOf().isEmpty()) {
      keys.add("members-of: " + list(now.membersOf()));
    }
    if (!now.roles().isEmpty()) {
      keys.add("roles: " + list(now.roles()));
    }
    if (!persons.isEmpty()) {
      keys.add(
          "persons: {"
              + String.join(
                  ", ",
                  new TreeMap<>(persons)
                      .entrySet().stream()
                          .map(one -> word(one.getKey()) + ": " + quoted(one.getValue()))
                          .toList())
              + "}");
    }
    return keys;
  }

  private static String list(List<String> words) {
    return "[" + String.join(", ", words.stream().map(RuleLine::word).toList()) + "]";
  }

  private static String word(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9_-]*") ? text : quoted(text);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
