package skep.commands.deploy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import skep.commands.Mishaps;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.planning.Estates.StackEntry;

/**
 * {@code /deploy all}: one stack after the other, each with its own plan, lock and approval, as if
 * each had been typed. Where they are carried out at once, the first that does not end well is the
 * last that was begun.
 */
final class DeployAll {
  private final Invocation in;
  private final List<StackEntry> stacks;
  private final Function<StackEntry, Outcome> one;
  private final List<String> texts = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  /**
   * @param one deploys one stack, or makes the plan that waits
   */
  DeployAll(Invocation in, List<StackEntry> stacks, Function<StackEntry, Outcome> one) {
    this.in = in;
    this.stacks = List.copyOf(stacks);
    this.one = one;
  }

  /**
   * @param heading says what is deployed
   * @param atOnce whether the stack is carried out now and not only planned
   */
  Outcome run(String heading, Predicate<StackEntry> atOnce) {
    texts.add(heading);
    Iterator<StackEntry> rest = stacks.iterator();
    while (rest.hasNext()) {
      StackEntry stack = rest.next();
      if (!goesOn(deploy(stack)) && atOnce.test(stack)) {
        break;
      }
    }
    List<String> left = new ArrayList<>();
    rest.forEachRemaining(stack -> left.add("*" + stack.name() + "*"));
    if (!left.isEmpty()) {
      texts.add("Not begun: " + String.join(", ", left));
    }
    return sum();
  }

  private Outcome deploy(StackEntry stack) {
    Outcome outcome;
    try {
      outcome = one.apply(stack);
    } catch (RuntimeException e) {
      outcome = Mishaps.outcome(e, in.text());
    }
    outcomes.add(outcome);
    texts.add(
        switch (outcome) {
          case Outcome.Done done -> done.text();
          case Outcome.Waiting waiting ->
              waiting.text() + "\nTo carry it out: `" + waiting.next() + "`";
          case Outcome.Refused refused -> "*" + stack.name() + "*: " + refused.text();
          case Outcome.Failed failed -> "*" + stack.name() + "*: " + failed.text();
          case Outcome.Unfinished unfinished -> unfinished.text();
        });
    return outcome;
  }

  private static boolean goesOn(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done _, Outcome.Waiting _ -> true;
      case Outcome.Refused _, Outcome.Failed _, Outcome.Unfinished _ -> false;
    };
  }

  /** The worst of them, with the words and the changes of all. */
  private Outcome sum() {
    String text = String.join("\n\n", texts);
    List<Outcome.ChangeView> changes =
        outcomes.stream().flatMap(outcome -> outcome.changes().stream()).toList();
    Outcome sum = new Outcome.Done(text, changes);
    for (Outcome outcome : outcomes) {
      if (badness(outcome) > badness(sum)) {
        sum =
            switch (outcome) {
              case Outcome.Done _ -> sum;
              case Outcome.Waiting waiting ->
                  new Outcome.Waiting(text, waiting.plan(), waiting.next(), changes);
              case Outcome.Refused refused -> new Outcome.Refused(text, refused.next(), changes);
              case Outcome.Failed failed -> new Outcome.Failed(text, failed.next(), changes);
              case Outcome.Unfinished unfinished -> new Outcome.Unfinished(text, unfinished.next());
            };
      }
    }
    return sum;
  }

  private static int badness(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done _ -> 0;
      case Outcome.Waiting _ -> 1;
      case Outcome.Refused _ -> 2;
      case Outcome.Failed _ -> 3;
      case Outcome.Unfinished _ -> 4;
    };
  }
}
