package skep.commands;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;

/**
 * Every line that is typed comes through here, whoever delivers it, and every word that goes back
 * is redacted here.
 */
public final class Commands {
  private final Map<String, Command> handlers;
  private final UnaryOperator<String> redaction;
  private final CommandParser parser = new CommandParser();

  /**
   * @param handlers by verb
   * @param redaction takes known secret values out of a text
   */
  public Commands(Map<String, Command> handlers, UnaryOperator<String> redaction) {
    this.handlers = Map.copyOf(handlers);
    this.redaction = redaction;
  }

  /** Never throws: whatever goes wrong becomes an outcome. */
  public Outcome handle(Invocation in) {
    Invocation.Progress redacted = text -> in.progress().show(redaction.apply(text));
    return new Redacted(redaction).of(answer(in.withProgress(redacted)));
  }

  private Outcome answer(Invocation in) {
    return switch (parser.parse(in.text())) {
      case Parsed.Command line -> run(in, line);
      case Parsed.Help(var verb) -> new Outcome.Done(HelpText.of(verb));
      case Parsed.NotYet(var what) ->
          new Outcome.Refused(what + " is not in this version of Skep.", "/help");
      case Parsed.Unknown wrong -> new Outcome.Refused(HelpText.of(wrong), wrong.nearest());
    };
  }

  private Outcome run(Invocation in, Parsed.Command line) {
    Command handler = handlers.get(line.verb());
    if (handler == null) {
      return new Outcome.Refused("/" + line.verb() + " is switched off here.", "/help");
    }
    try {
      return handler.handle(in, line);
    } catch (RuntimeException e) {
      return Mishaps.outcome(e, in.text());
    }
  }

  /** An outcome with every text in it redacted. */
  private record Redacted(UnaryOperator<String> redaction) {
    Outcome of(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Done(var text, var changes) -> new Outcome.Done(clean(text), views(changes));
        case Outcome.Waiting(var text, var plan, var next, var changes) ->
            new Outcome.Waiting(clean(text), plan, clean(next), views(changes));
        case Outcome.Refused(var text, var next) -> new Outcome.Refused(clean(text), clean(next));
        case Outcome.Failed(var text, var next, var changes) ->
            new Outcome.Failed(clean(text), clean(next), views(changes));
      };
    }

    private String clean(String text) {
      return redaction.apply(text);
    }

    private List<Outcome.ChangeView> views(List<Outcome.ChangeView> changes) {
      return changes.stream()
          .map(change ->
              new Outcome.ChangeView(
                  change.kind(),
                  change.name(),
                  change.action(),
                  change.fields().stream().map(this::field).toList()))
          .toList();
    }

    private Outcome.FieldView field(Outcome.FieldView field) {
      return new Outcome.FieldView(field.path(), clean(field.from()), clean(field.to()));
    }
  }
}
