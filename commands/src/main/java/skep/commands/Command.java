package skep.commands;

import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;

/** What one verb does. Blocks until it is done; writes nothing to the chat but its progress. */
@FunctionalInterface
public interface Command {
  Outcome handle(Invocation in, Parsed.Command line);
}
