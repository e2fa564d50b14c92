package skep.commands.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import skep.commands.access.Policy.Rule;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.commands.chat.Room;

/**
 * Decides who may do what. By default nobody may do anything, except look in command rooms.
 * Somebody at a terminal holds the Docker socket anyway and may do everything where the estate says
 * nothing about access; where it does, it holds for {@code terminal:<user>} too.
 *
 * <p>Persons are known by their user id alone. Rooms are written as names in {@code skep.yaml},
 * because people cannot remember ids; what is compared is the room's own name, which a chat server
 * keeps unique, never the name it is shown under, which anybody gives their discussion or direct
 * conversation. A command room lets people look and nothing else.
 */
public final class Access {
  private final Directory directory;

  public Access(Directory directory) {
    this.directory = directory;
  }

  public Decision may(Act act, Person by, Room room, Policy policy) {
    if (by.atTerminal() && (!policy.stated() || act.onlyLooks())) {
      return new Decision.Allowed("holds a terminal");
    }
    if (act.onlyLooks() && isCommandRoom(room, policy)) {
      return new Decision.Allowed("#" + room.name() + " is a command room");
    }
    Rule rule = policy.rules().get(act);
    if (rule == null) {
      return act.onlyLooks() ? look(act, by, room, policy) : unstated(act, by, policy);
    }
    return decided(rule, by, act.verb(), () -> "under access: " + RuleLine.of(act, by, policy));
  }

  /**
   * As {@link #may}, with the arguments that were typed: those with a rule of their own need both.
   */
  public Decision may(Act act, Person by, Room room, Policy policy, Collection<String> arguments) {
    Decision decision = may(act, by, room, policy);
    Map<String, Rule> own =
        Optional.ofNullable(policy.rules().get(act)).map(Rule::arguments).orElse(Map.of());
    for (String argument : arguments) {
      Rule rule = own.get(argument);
      if (rule != null && decision instanceof Decision.Allowed) {
        decision =
            decided(
                rule,
                by,
                act.verb() + " " + words(argument),
                () -> "under access.%s.arguments: %s".formatted(act.word(), argument));
      }
    }
    return decision;
  }

  static String words(String argument) {
    return switch (argument) {
      case "@" -> "at another commit than the default branch's";
      case "to" -> "to a chosen release";
      default -> "with " + argument;
    };
  }

  /**
   * @param where the rule stands in the estate's file
   */
  private Decision decided(Rule rule, Person by, String what, Supplier<String> where) {
    try {
      return reason(rule, by)
          .<Decision>map(Decision.Allowed::new)
          .orElseGet(() -> denied(what, by, rule, where));
    } catch (Directory.Unknown e) {
      return new Decision.Denied(
          "Whether %s may %s cannot be told: %s."
              .formatted(Quoted.person(by.username()), what, e.getMessage()),
          "skep doctor");
    } catch (RuntimeException e) {
      // Not knowing is not allowing.
      return new Decision.Denied(
          "Whether %s may %s cannot be checked now: the chat server does not answer."
              .formatted(Quoted.person(by.username()), what),
          "try again in a minute");
    }
  }

  /**
   * Whether this person's yes counts for a plan somebody asked for.
   *
   * @param requester id of who asked for the plan
   */
  public Decision mayApprove(Person by, Room room, Policy policy, String requester) {
    Decision decision = may(Act.APPROVE, by, room, policy);
    boolean another = policy.otherThanRequester().orElse(!by.atTerminal());
    if (decision instanceof Decision.Allowed && another && by.id().equals(requester)) {
      return new Decision.Denied(
          "You asked for this plan yourself; somebody else has to approve it.",
          "ask a colleague, or in skep.yaml under access.approve: other-than-requester: false");
    }
    return decision;
  }

  /** Whose active account goes by this name now. */
  Optional<Person> named(String username) {
    return directory.named(username);
  }

  private static boolean isCommandRoom(Room room, Policy policy) {
    return !room.direct() && !room.name().isEmpty() && policy.commandRooms().contains(room.name());
  }

  /** As {@link #may} for who typed a line; empty where they may, and the audit says why. */
  public Optional<Outcome.Refused> refusal(Act act, Invocation in, Policy policy) {
    return refusal(act, in, policy, Set.of());
  }

  public Optional<Outcome.Refused> refusal(
      Act act, Invocation in, Policy policy, Collection<String> arguments) {
    return answered(act, in, Optional.empty(), may(act, in.by(), in.room(), policy, arguments));
  }

  /** As {@link #mayApprove} for who typed a line; empty where their yes counts. */
  public Optional<Outcome.Refused> refusalToApprove(
      Invocation in, Policy policy, String requester, String plan) {
    Decision decision = mayApprove(in.by(), in.room(), policy, requester);
    return answered(Act.APPROVE, in, Optional.of(plan), decision);
  }

  private static Optional<Outcome.Refused> answered(
      Act act, Invocation in, Optional<String> plan, Decision decision) {
    return switch (decision) {
      case Decision.Denied(var why, var next) -> Optional.of(new Outcome.Refused(why, next));
      case Decision.Allowed(var because) -> {
        if (!act.onlyLooks()) {
          Audit.allowed(in.by(), in.text(), act, plan, because);
        }
        yield Optional.empty();
      }
    };
  }

  /** Who may deploy, may look as well, wherever that is. */
  private Decision look(Act looking, Person by, Room room, Policy policy) {
    for (Act act : List.of(Act.DEPLOY, Act.APPROVE, Act.ROLLBACK)) {
      if (policy.rules().containsKey(act)
          && may(act, by, room, policy) instanceof Decision.Allowed allowed) {
        return allowed;
      }
    }
    String rooms =
        policy.commandRooms().isEmpty()
            ? "no room is one"
            : "these are: #" + String.join(", #", policy.commandRooms());
    return new Decision.Denied(
        "%s in command rooms, and %s."
            .formatted(looking == Act.ASK ? "Questions are answered" : "/diff answers", rooms),
        "add this room to chat.commands in skep.yaml");
  }

  private static Decision unstated(Act act, Person by, Policy policy) {
    String rule = RuleLine.of(act, by, policy);
    return new Decision.Denied(
        "Nobody may %s yet: skep.yaml has no access.%s.".formatted(act.verb(), act.word()),
        policy.stated()
            ? "in skep.yaml under access: " + rule
            : "in skep.yaml: access: {" + rule + "}");
  }

  private Optional<String> reason(Rule rule, Person by) {
    boolean named = rule.persons().containsValue(by.id());
    if (by.atTerminal()) {
      return named ? Optional.of("is named in skep.yaml") : Optional.empty();
    }
    if (!directory.isActive(by.id())) {
      return Optional.empty();
    }
    if (named) {
      return Optional.of("is named in skep.yaml");
    }
    for (String room : rule.membersOf()) {
      if (directory.isMember(room, by.id())) {
        return Optional.of("is a member of #" + room);
      }
    }
    if (rule.roles().isEmpty()) {
      return Optional.empty();
    }
    return directory.roles(by.id()).stream()
        .filter(rule.roles()::contains)
        .sorted()
        .findFirst()
        .map(role -> "has the role " + role);
  }

  private Decision denied(String what, Person by, Rule rule, Supplier<String> where) {
    String blind =
        by.atTerminal()
            ? ""
            : String.join(
                "",
                rule.membersOf().stream()
                    .flatMap(room -> directory.blind(room).stream())
                    .map(why -> " " + why + ".")
                    .toList());
    return new Decision.Denied(
        "%s may not %s: skep.yaml allows it to %s.%s"
            .formatted(
                Quoted.person(by.username()),
                what,
                rule.words().isEmpty() ? "nobody" : rule.words(),
                blind),
        by.atTerminal() ? "in skep.yaml " + where.get() : "ask one of them");
  }
}
