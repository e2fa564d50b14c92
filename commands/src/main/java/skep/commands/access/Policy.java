package skep.commands.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the estate says about access, as the acts of this package need it.
 *
 * @param stated whether it says anything at all about access
 * @param rules by act; an act without a rule is allowed to nobody, but see {@link Access}
 * @param otherThanRequester whether a plan needs somebody else's yes; empty where nothing is said
 * @param commandRooms names of the rooms where everybody may look
 */
public record Policy(
    boolean stated,
    Map<Act, Rule> rules,
    Optional<Boolean> otherThanRequester,
    List<String> commandRooms) {
  public Policy {
    rules = Map.copyOf(rules);
    commandRooms = List.copyOf(commandRooms);
  }

  /**
   * Who may: whoever one of the three lists names.
   *
   * @param persons user ids by the names they are shown under
   * @param membersOf rooms
   * @param roles of the chat server
   */
  public record Rule(Map<String, String> persons, List<String> membersOf, List<String> roles) {
    public Rule {
      persons = Map.copyOf(persons);
      membersOf = List.copyOf(membersOf);
      roles = List.copyOf(roles);
    }
  }
}
