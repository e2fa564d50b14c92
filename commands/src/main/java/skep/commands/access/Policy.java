package skep.commands.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the estate says about access, as the acts of this package need it.
 *
 * @param stated whether it says anything at all about access
 * @param rules by act; an act without a rule is allowed to nobody, but see {@link Access}
 * @param approving what a plan needs before it is carried out
 * @param commandRooms names of the rooms where everybody may look
 */
public record Policy(
    boolean stated, Map<Act, Rule> rules, Approving approving, List<String> commandRooms) {
  public Policy {
    rules = Map.copyOf(rules);
    commandRooms = List.copyOf(commandRooms);
  }

  public Policy(
      boolean stated,
      Map<Act, Rule> rules,
      Optional<Boolean> otherThanRequester,
      List<String> commandRooms) {
    this(stated, rules, new Approving(otherThanRequester, 1, false), commandRooms);
  }

  /** Whether a plan needs somebody else's yes; empty where nothing is said. */
  Optional<Boolean> otherThanRequester() {
    return approving.otherThanRequester();
  }

  /** Whom this act is allowed to, in words; empty where that is nobody. */
  public Optional<String> who(Act act) {
    return Optional.ofNullable(rules.get(act)).map(Rule::words).filter(words -> !words.isEmpty());
  }

  /**
   * @param otherThanRequester whether a plan needs somebody else's yes; empty where nothing is said
   * @param needed how many have to say yes
   * @param byReaction whether a reaction to the question says yes as well
   */
  public record Approving(Optional<Boolean> otherThanRequester, int needed, boolean byReaction) {
    public static final Approving UNSAID = new Approving(Optional.empty(), 1, false);

    public Approving {
      if (needed < 1) {
        throw new IllegalArgumentException("a plan needs at least one yes");
      }
    }
  }

  /**
   * Who may: whoever one of the three lists names.
   *
   * @param persons user ids by the names they are shown under
   * @param membersOf rooms
   * @param roles of the chat server
   * @param arguments who, of those, may give an argument: {@code --force}, {@code @}, …
   */
  public record Rule(
      Map<String, String> persons,
      List<String> membersOf,
      List<String> roles,
      Map<String, Rule> arguments) {
    public Rule(Map<String, String> persons, List<String> membersOf, List<String> roles) {
      this(persons, membersOf, roles, Map.of());
    }

    public Rule {
      persons = Map.copyOf(persons);
      membersOf = List.copyOf(membersOf);
      roles = List.copyOf(roles);
      arguments = Map.copyOf(arguments);
    }

    String words() {
      List<String> parts = new ArrayList<>();
      if (!persons.isEmpty()) {
        parts.add(String.join(", ", persons.keySet().stream().sorted().toList()));
      }
      if (!membersOf.isEmpty()) {
        parts.add("members of #" + String.join(" and #", membersOf));
      }
      if (!roles.isEmpty()) {
        parts.add("the role " + String.join(" or ", roles));
      }
      return String.join("; ", parts);
    }
  }
}
