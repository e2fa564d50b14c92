package skep.commands.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.commands.chat.Room;

/** What somebody may do where they are asked about, and why: the very decisions that count. */
public final class AccessReport {
  private final Access access;

  public AccessReport(Access access) {
    this.access = access;
  }

  /**
   * @param username with or without the {@code @}; empty: whoever asks, who may always know
   */
  public Outcome of(Invocation in, Optional<String> username, Policy policy) {
    if (username.isEmpty()) {
      return new Outcome.Done(text(in.by(), in.room(), policy), List.of());
    }
    Optional<Outcome.Refused> refusal = access.refusal(Act.DIFF, in, policy);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    String name = username.get().replaceFirst("^@", "");
    Optional<Person> person = access.named(name);
    return person
        .<Outcome>map(found -> new Outcome.Done(text(found, in.room(), policy), List.of()))
        .orElseGet(() ->
            new Outcome.Refused(
                "I know of no active account " + Quoted.person(name) + ".", "/deploy access"));
  }

  private String text(Person person, Room room, Policy policy) {
    String where = room.name().isEmpty() ? "" : " in #" + room.name();
    return Arrays.stream(Act.values())
        .flatMap(act ->
            Stream.concat(
                Stream.of(line(act, person, room, policy)),
                arguments(act, policy).map(argument -> line(act, argument, person, room, policy))))
        .collect(
            Collectors.joining(
                "\n",
                "%s (id %s)%s:\n"
                    .formatted(Quoted.person(person.username()), Quoted.code(person.id()), where),
                ""));
  }

  private String line(Act act, Person person, Room room, Policy policy) {
    String decided = words(access.may(act, person, room, policy));
    return "• " + act.word() + ": " + decided + own(act, person, policy);
  }

  /** Arguments with a rule of their own. */
  private static Stream<String> arguments(Act act, Policy policy) {
    return Optional.ofNullable(policy.rules().get(act)).stream()
        .flatMap(rule -> rule.arguments().keySet().stream().sorted());
  }

  private String line(Act act, String argument, Person person, Room room, Policy policy) {
    String decided = words(access.may(act, person, room, policy, List.of(argument)));
    return "• " + act.word() + " " + Access.words(argument) + ": " + decided;
  }

  private static String words(Decision decision) {
    return switch (decision) {
      case Decision.Allowed(var because) -> "yes, " + because;
      case Decision.Denied(var why, _) -> "no. " + why;
    };
  }

  private static String own(Act act, Person person, Policy policy) {
    boolean another = policy.otherThanRequester().orElse(!person.atTerminal());
    return act == Act.APPROVE && another ? " (never a plan of one's own)" : "";
  }
}
