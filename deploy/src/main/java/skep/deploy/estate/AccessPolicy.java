package skep.deploy.estate;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Who may do what. What has no rule is allowed to nobody.
 *
 * @param stated whether the estate says anything about access at all
 */
public record AccessPolicy(boolean stated, Map<Capability, Rule> rules) {
  public AccessPolicy {
    rules = Map.copyOf(rules);
  }

  /** The same, with these rules instead of what it says about the same capabilities. */
  public AccessPolicy with(Map<Capability, Rule> others) {
    Map<Capability, Rule> all = new HashMap<>(rules);
    all.putAll(others);
    return new AccessPolicy(stated || !others.isEmpty(), all);
  }

  public Optional<Rule> rule(Capability capability) {
    return Optional.ofNullable(rules.get(capability));
  }

  /**
   * What may have a rule of its own beside the capability: {@code @} is any other commit than the
   * default branch's, {@code to} a chosen release, the others are options as people type them.
   */
  public static final Map<Capability, List<String>> ARGUMENTS =
      Map.of(
          Capability.DEPLOY,
          List.of("@", "--allow-unset", "--detach", "--resolve-image", "--service", "--yes"),
          Capability.ROLLBACK,
          List.of("to", "--detach", "--force", "--yes"));

  /** What can be allowed. */
  public enum Capability {
    DEPLOY,
    APPROVE,
    ROLLBACK,
    BREAK_GLASS,
    BACKUP,
    SECRETS,
    RUNBOOKS;

    /** As {@code skep.yaml} writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Whoever one of the three lists names.
   *
   * @param persons user ids by the names they are shown under
   * @param membersOf names of rooms
   * @param roles of the chat server
   * @param otherThanRequester whether it must be somebody else than who asked; empty where the
   *     estate does not say
   * @param needed how many of them have to say yes; more than one only for approvals
   * @param byReaction whether a reaction says yes as well; only for approvals
   * @param arguments who else's right it needs to give an argument, by {@link #ARGUMENTS}
   */
  public record Rule(
      Map<String, String> persons,
      List<String> membersOf,
      List<String> roles,
      Optional<Boolean> otherThanRequester,
      int needed,
      boolean byReaction,
      Map<String, Rule> arguments) {
    public Rule(
        Map<String, String> persons,
        List<String> membersOf,
        List<String> roles,
        Optional<Boolean> otherThanRequester) {
      this(persons, membersOf, roles, otherThanRequester, 1, false, Map.of());
    }

    public Rule {
      persons = Map.copyOf(persons);
      membersOf = List.copyOf(membersOf);
      roles = List.copyOf(roles);
      arguments = Map.copyOf(arguments);
    }
  }
}
