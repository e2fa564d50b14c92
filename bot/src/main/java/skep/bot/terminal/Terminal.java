package skep.bot.terminal;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import skep.bot.text.Showable;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Room;

/** Somebody at a shell: runs one line, shows it, and says with an exit status how it went. */
public final class Terminal {
  private static final Room ROOM = new Room("terminal", "terminal", true);

  private final PrintStream out;
  private final PrintStream err;
  private final boolean interactive;
  private final Predicate<String> yes;
  private final InstantSource clock;

  /**
   * @param interactive whether a person sees {@code err} and can answer
   * @param yes asks a question and says whether the answer was yes; only called if interactive
   */
  public Terminal(
      PrintStream out,
      PrintStream err,
      boolean interactive,
      Predicate<String> yes,
      InstantSource clock) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
    this.yes = yes;
    this.clock = clock;
  }

  /**
   * @return 0 done, 1 failed, 2 refused or waiting for somebody else
   */
  public int run(DoRequest request, Function<Invocation, Outcome> commands) {
    Outcome outcome = one(request, request.line(), commands);
    if (outcome instanceof Outcome.Waiting waiting && interactive && !request.json()) {
      show(waiting);
      if (!yes.test("Approve plan " + waiting.plan() + " now? [y/N] ")) {
        return 2;
      }
      outcome = one(request, waiting.next(), commands);
    }
    if (request.json()) {
      out.println(OutcomeJson.of(outcome));
    } else {
      show(outcome);
    }
    out.flush();
    return status(outcome);
  }

  private Outcome one(DoRequest request, String line, Function<Invocation, Outcome> commands) {
    try (Screen screen = new Screen(err, interactive, columns())) {
      Invocation.Progress progress = request.json() ? Invocation.Progress.NONE : screen;
      String id = UUID.randomUUID().toString();
      Person person = new Person("terminal:" + request.user(), request.user());
      return commands.apply(
          new Invocation(id, person, ROOM, "terminal", line, clock.instant(), progress));
    }
  }

  private static int columns() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(columns) : 80;
  }

  private void show(Outcome outcome) {
    out.println(PlainText.of(outcome.text()));
    String next =
        switch (outcome) {
          case Outcome.Done _ -> "";
          case Outcome.Waiting waiting -> waiting.next();
          case Outcome.Refused refused -> refused.next();
          case Outcome.Failed failed -> failed.next();
          case Outcome.Unfinished unfinished -> unfinished.next();
        };
    if (!next.isBlank()) {
      out.println("next: " + Showable.atTerminal(next));
    }
  }

  private static int status(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done _ -> 0;
      case Outcome.Failed _, Outcome.Unfinished _ -> 1;
      case Outcome.Refused _, Outcome.Waiting _ -> 2;
    };
  }
}
