package skep.commands;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import skep.commands.access.Audit;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Picture;
import skep.commands.chat.Quoted;

/**
 * Every line that is typed comes through here, whoever delivers it, and every word that goes back
 * is redacted here.
 */
public final class Commands {
  private final Function<String, Optional<Command>> handlers;
  private final UnaryOperator<String> redaction;
  private final CommandParser parser = new CommandParser();

  public Commands(Map<String, Command> handlers, UnaryOperator<String> redaction) {
    this(verb -> Optional.ofNullable(handlers.get(verb)), redaction);
  }

  /**
   * @param handlers asked for a verb's handler only when that verb was typed
   * @param redaction takes known secret values out of a text
   */
  public Commands(Function<String, Optional<Command>> handlers, UnaryOperator<String> redaction) {
    this.handlers = handlers;
    this.redaction = redaction;
  }

  /** Never throws: whatever goes wrong becomes an outcome. */
  public Outcome handle(Invocation in) {
    Invocation.Progress redacted = new RedactedProgress(in.progress(), redaction);
    return switch (parser.parse(in.text())) {
      case Parsed.Command line ->
          run(in.withProgress(redacted).withText(redaction.apply(in.text())), line);
      case Parsed.Help(var verb) -> new Outcome.Done(HelpText.of(verb));
      case Parsed.Unknown wrong ->
          new Redacted(redaction).of(new Outcome.Refused(HelpText.of(wrong), wrong.nearest()));
    };
  }

  private Outcome run(Invocation in, Parsed.Command line) {
    Outcome outcome = new Redacted(redaction).of(handle(in, line));
    if (line.form().acts()) {
      Audit.ended(in.by(), in.text(), outcome);
    }
    return outcome;
  }

  private Outcome handle(Invocation in, Parsed.Command line) {
    Optional<Command> handler = handlers.apply(line.verb());
    if (handler.isEmpty()) {
      return new Outcome.Refused("/" + line.verb() + " is switched off here.", "/help");
    }
    try {
      return handler.get().handle(in, line);
    } catch (RuntimeException e) {
      return Mishaps.outcome(e, in.text());
    }
  }

  private record RedactedProgress(Invocation.Progress shown, UnaryOperator<String> redaction)
      implements Invocation.Progress {
    @Override
    public void show(String text) {
      shown.show(redaction.apply(text));
    }

    @Override
    public void attach(Picture picture) {
      shown.attach(picture.redacted(redaction));
    }
  }

  /** An outcome with every text in it redacted. */
  private record Redacted(UnaryOperator<String> redaction) {
    Outcome of(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Done(var text, var changes) -> new Outcome.Done(clean(text), views(changes));
        case Outcome.Waiting(var text, var plan, var next, var changes) ->
            new Outcome.Waiting(clean(text), plan, line(next), views(changes));
        case Outcome.Refused(var text, var next, var changes) ->
            new Outcome.Refused(clean(text), line(next), views(changes));
        case Outcome.Failed(var text, var next, var changes) ->
            new Outcome.Failed(clean(text), line(next), views(changes));
        case Outcome.Unfinished(var text, var next) ->
            new Outcome.Unfinished(clean(text), line(next));
      };
    }

    private String line(String next) {
      return Quoted.line(clean(next));
    }

    private String clean(String text) {
      return redaction.apply(text);
    }

    private List<Outcome.ChangeView> views(List<Outcome.ChangeView> changes) {
      return changes.stream()
          .map(change ->
              new Outcome.ChangeView(
                  change.kind(),
                  clean(change.name()),
                  change.action(),
                  change.fields().stream().map(this::field).toList()))
          .toList();
    }

    private Outcome.FieldView field(Outcome.FieldView field) {
      return new Outcome.FieldView(clean(field.path()), clean(field.from()), clean(field.to()));
    }
  }
}
