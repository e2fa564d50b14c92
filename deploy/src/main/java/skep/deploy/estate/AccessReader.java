package skep.deploy.estate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.estate.AccessPolicy.Rule;
import skep.deploy.yaml.Fields;

/** Reads {@code access:}. */
final class AccessReader {
  private static final int MOST_NEEDED = 9;

  /** What may differ between stacks. */
  private static final List<Capability> OF_A_STACK =
      List.of(Capability.DEPLOY, Capability.APPROVE, Capability.ROLLBACK, Capability.BREAK_GLASS);

  private AccessReader() {}

  /** The key alone, with nothing below it, already says: nothing is allowed. */
  static AccessPolicy read(Fields root) {
    Optional<Fields> access = root.mapping("access");
    return new AccessPolicy(
        root.names().contains("access"),
        access.map(fields -> rules(fields, List.of(Capability.values()))).orElse(Map.of()));
  }

  /** What a stack says for itself. */
  static Map<Capability, Rule> ofStack(Fields stack) {
    return stack.mapping("access").map(fields -> rules(fields, OF_A_STACK)).orElse(Map.of());
  }

  private static Map<Capability, Rule> rules(Fields fields, List<Capability> capabilities) {
    Map<Capability, Rule> rules = new EnumMap<>(Capability.class);
    for (Capability capability : capabilities) {
      fields
          .mapping(capability.word())
          .ifPresent(rule ->
              rules.put(capability, rule(fields.path(capability.word()), capability, rule)));
    }
    fields.done();
    return rules;
  }

  private static Rule rule(String where, Capability capability, Fields fields) {
    boolean approving = capability == Capability.APPROVE;
    Rule who = who(where, fields);
    Rule rule =
        new Rule(
            who.persons(),
            who.membersOf(),
            who.roles(),
            approving ? fields.flag("other-than-requester") : Optional.empty(),
            approving ? fields.whole("needed", 1, MOST_NEEDED).orElse(1) : 1,
            approving && fields.flag("by-reaction").orElse(false),
            arguments(capability, fields));
    fields.done();
    return rule;
  }

  private static Rule who(String where, Fields fields) {
    Rule rule =
        new Rule(
            fields.textsByName("persons"),
            rooms(fields.textOrTexts("members-of")),
            fields.textOrTexts("roles"),
            Optional.empty());
    rule.persons()
        .forEach((name, id) -> {
          if (id.isBlank()) {
            fields.problem(fields.markOf("persons"), "the user id of " + name + " is empty");
          }
        });
    boolean nobody =
        List.of("persons", "members-of", "roles").stream().noneMatch(fields.names()::contains);
    if (nobody) {
      fields.problem(
          fields.mark(), "%s names nobody; give it persons, members-of or roles".formatted(where));
    }
    return rule;
  }

  private static Map<String, Rule> arguments(Capability capability, Fields fields) {
    List<String> known = AccessPolicy.ARGUMENTS.getOrDefault(capability, List.of());
    Optional<Fields> given = known.isEmpty() ? Optional.empty() : fields.mapping("arguments");
    return given.map(rules -> arguments(known, rules)).orElse(Map.of());
  }

  private static Map<String, Rule> arguments(List<String> known, Fields given) {
    Map<String, Rule> rules = new TreeMap<>();
    for (String argument : known) {
      given
          .mapping(argument)
          .ifPresent(fields -> {
            rules.put(argument, who(given.path(argument), fields));
            fields.done();
          });
    }
    given.done();
    return rules;
  }

  private static List<String> rooms(List<String> written) {
    return written.stream().map(Estate::room).toList();
  }
}
