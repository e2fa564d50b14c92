package skep.commands.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.deploy.release.StackLocks;
import skep.deploy.swarm.InterruptedRunException;

/**
 * Commands about one stack take turns, in the order they came: while a run holds the stack, or
 * another command is at work on it, they wait and say for whom. A person's lock is not waited for.
 */
public final class Queue {
  private final StackLocks locks;
  private final InstantSource clock;
  private final Pace pace;
  private final Map<String, List<Ticket>> lines = new HashMap<>();

  /**
   * @param look time between two looks whether the stack is free
   * @param longest a command that waited so long was typed for another situation
   */
  public record Pace(Duration look, Duration longest) {
    public static final Pace DEFAULT = new Pace(Duration.ofSeconds(1), Duration.ofMinutes(30));
  }

  private static final class Ticket {
    private final Invocation in;
    private final Instant since;
    private boolean begun;
    private Optional<Person> cancelledBy = Optional.empty();

    Ticket(Invocation in, Instant since) {
      this.in = in;
      this.since = since;
    }
  }

  public Queue(StackLocks locks, InstantSource clock, Pace pace) {
    this.locks = locks;
    this.clock = clock;
    this.pace = pace;
  }

  /** Does this when it is the command's turn, and lets the next one in after it. */
  public Outcome inTurn(Invocation in, String stack, Supplier<Outcome> work) {
    Ticket ticket = new Ticket(in, clock.instant());
    synchronized (lines) {
      lines.computeIfAbsent(stack, _ -> new ArrayList<>()).add(ticket);
    }
    try {
      return turn(stack, ticket).orElseGet(work);
    } finally {
      leave(stack, ticket);
    }
  }

  private void leave(String stack, Ticket ticket) {
    synchronized (lines) {
      List<Ticket> line = lines.get(stack);
      line.remove(ticket);
      if (line.isEmpty()) {
        lines.remove(stack);
      }
      lines.notifyAll();
    }
  }

  /** Takes back every command that waits for this stack; who had typed them. */
  List<Person> cancel(String stack, Person by) {
    synchronized (lines) {
      List<Ticket> waiting =
          lines.getOrDefault(stack, List.of()).stream()
              .filter(ticket -> !ticket.begun && ticket.cancelledBy.isEmpty())
              .toList();
      waiting.forEach(ticket -> ticket.cancelledBy = Optional.of(by));
      lines.notifyAll();
      return waiting.stream().map(ticket -> ticket.in.by()).toList();
    }
  }

  /** Waits; empty when it is the ticket's turn, otherwise why it never will be. */
  private Optional<Outcome> turn(String stack, Ticket ticket) {
    String shown = "";
    while (true) {
      Optional<StackLocks.Held> held = locks.holder(stack);
      synchronized (lines) {
        Optional<Outcome> end = end(stack, ticket, held);
        List<Ticket> line = lines.get(stack);
        if (end.isPresent() || (held.isEmpty() && line.getFirst() == ticket)) {
          ticket.begun = true;
          return end;
        }
        String words = words(stack, ticket, held);
        if (!words.equals(shown)) {
          ticket.in.progress().show(words);
          shown = words;
        }
        pause();
      }
    }
  }

  private Optional<Outcome> end(String stack, Ticket ticket, Optional<StackLocks.Held> held) {
    if (ticket.cancelledBy.isPresent()) {
      return Optional.of(
          new Outcome.Refused(
              "%s took it back while it waited; nothing was done."
                  .formatted(Quoted.person(ticket.cancelledBy.get().username())),
              ticket.in.text()));
    }
    if (held.filter(who -> who.until().isEmpty()).isPresent()) {
      return held.map(who -> DeployText.locked(stack, who));
    }
    if (waited(ticket).compareTo(pace.longest()) > 0) {
      return Optional.of(
          new Outcome.Refused(
              "*%s* was not free for %d minutes; nothing was done."
                  .formatted(stack, waited(ticket).toMinutes()),
              ticket.in.text()));
    }
    return Optional.empty();
  }

  private Duration waited(Ticket ticket) {
    return Duration.between(ticket.since, clock.instant());
  }

  private String words(String stack, Ticket ticket, Optional<StackLocks.Held> held) {
    List<Ticket> line = lines.get(stack);
    int before = line.indexOf(ticket);
    String whom =
        held.map(who ->
                "%s (%s)".formatted(Quoted.person(who.by().name()), Quoted.code(who.reason())))
            .orElseGet(() -> Quoted.person(line.getFirst().in.by().username()));
    // What holds the lock came from this line too, or another program; it counts once.
    int others = held.isPresent() && line.getFirst().begun ? before - 1 : before;
    String more = others > 0 ? ", and %d before this".formatted(others) : "";
    return ":hourglass: *%s*: next after %s%s; waits since %s. To take it back: `/deploy cancel %s`"
        .formatted(stack, whom, more, DeployText.clock(ticket.since), stack);
  }

  private void pause() {
    try {
      lines.wait(pace.look().toMillis());
    } catch (InterruptedException e) {
      throw InterruptedRunException.of("while waiting for its turn", e);
    }
  }
}
