package skep.commands;

import java.util.List;
import java.util.Optional;
import skep.commands.Grammar.Form;
import skep.commands.Grammar.Option;
import skep.commands.Grammar.Part;
import skep.commands.Grammar.Verb;

/** Every command there is, as one list: the parser, the help and the suggestions come from it. */
final class CommandTable {
  private static final Option RESOLVE =
      new Option("--resolve-image", Optional.of("WHEN"), List.of("always", "changed", "never"));
  private static final Option UNSET = flag("--allow-unset");
  private static final Option YES = flag("--yes");
  private static final Option DETACH = flag("--detach");
  private static final Option FORCE = flag("--force");
  private static final Option SERVICE = new Option("--service", Optional.of("S"), List.of());

  static final List<Verb> VERBS =
      List.of(
          new Verb(
              "diff",
              "what would change, and what drifted",
              List.of(
                  form("all stacks, in short", List.of(RESOLVE, UNSET)),
                  form(
                      "one stack in full, or all in short",
                      List.of(RESOLVE, UNSET),
                      value("stack|all"))),
              List.of("/diff web", "/diff all", "/diff web@main"),
              true),
          new Verb(
              "deploy",
              "bring a stack to what git says",
              List.of(
                  named("approve", "carry out a waiting plan", List.of(), value("plan")),
                  named("reject", "throw a waiting plan away", List.of(), value("plan")),
                  named("status", "what runs and what waits", List.of()),
                  named("status", "the same for one stack", List.of(), value("stack")),
                  named("history", "the kept releases", List.of(), value("stack")),
                  named(
                      "lock",
                      "let nobody deploy this stack",
                      List.of(),
                      value("stack"),
                      new Part.Rest("why")),
                  named("unlock", "let people deploy it again", List.of(), value("stack")),
                  form(
                      "plan, wait for approval, apply, verify",
                      List.of(SERVICE, YES, DETACH, RESOLVE, UNSET),
                      value("stack|all"))),
              List.of("/deploy web", "/deploy web@main", "/deploy approve 7k2q"),
              true),
          new Verb(
              "rollback",
              "back to a release that was verified",
              List.of(
                  form("to the verified release before", List.of(YES, DETACH), value("stack")),
                  form(
                      "to a kept release",
                      List.of(FORCE, YES, DETACH),
                      value("stack"),
                      new Part.Keyword("to"),
                      value("release"))),
              List.of("/rollback web", "/rollback web to 41", "/deploy history web"),
              true),
          later("backup", "backups, restore tests and restores"),
          later("secrets", "secrets and who can read them"),
          new Verb(
              "help",
              "this list, or one command in full",
              List.of(form("all commands", List.of()), form("one", List.of(), value("command"))),
              List.of("/help", "/help deploy", "/deploy help"),
              true));

  private CommandTable() {}

  static Optional<Verb> verb(String name) {
    return VERBS.stream().filter(verb -> verb.name().equals(name)).findFirst();
  }

  private static Verb later(String name, String purpose) {
    return new Verb(
        name, purpose, List.of(), List.of("/diff web", "/deploy web", "/rollback web"), false);
  }

  private static Form form(String says, List<Option> options, Part... parts) {
    return new Form("", List.of(parts), options, says);
  }

  private static Form named(String word, String says, List<Option> options, Part... parts) {
    List<Part> all = new java.util.ArrayList<>();
    all.add(new Part.Keyword(word));
    all.addAll(List.of(parts));
    return new Form(word, all, options, says);
  }

  private static Part value(String name) {
    return new Part.Value(name);
  }

  private static Option flag(String name) {
    return new Option(name, Optional.empty(), List.of());
  }
}
