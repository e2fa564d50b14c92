package skep.deploy.estate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.estate.AccessPolicy.Rule;
import skep.deploy.yaml.Fields;

/** Reads {@code access:}. */
final class AccessReader {
  private AccessReader() {}

  /** The key alone, with nothing below it, already says: nothing is allowed. */
  static AccessPolicy read(Fields root) {
    Map<Capability, Rule> rules = new EnumMap<>(Capability.class);
    Optional<Fields> access = root.mapping("access");
    access.ifPresent(fields -> {
      for (Capability capability : Capability.values()) {
        fields
            .mapping(capability.word())
            .ifPresent(rule -> rules.put(capability, rule(capability, rule)));
      }
      fields.done();
    });
    return new AccessPolicy(root.names().contains("access"), rules);
  }

  private static Rule rule(Capability capability, Fields fields) {
    Rule rule =
        new Rule(
            fields.textsByName("persons"),
            rooms(fields.textOrTexts("members-of")),
            fields.textOrTexts("roles"),
            capability == Capability.APPROVE
                ? fields.flag("other-than-requester")
                : Optional.empty());
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
          fields.mark(),
          "access.%s names nobody; give it persons, members-of or roles"
              .formatted(capability.word()));
    }
    fields.done();
    return rule;
  }

  private static List<String> rooms(List<String> written) {
    return written.stream().map(Estate::room).toList();
  }
}
