package skep.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skep.commands.Grammar.Form;
import skep.commands.Grammar.Option;
import skep.commands.Grammar.Part;
import skep.commands.Grammar.Verb;

/** Every command there is, as one list: the parser, the help and the suggestions come from it. */
final class CommandTable {
  private static final Option RESOLVE =
      new Option(
          "--resolve-image",
          Optional.of("WHEN"),
          List.of("always", "changed", "never"),
          "when tags become digests; always, unless you say otherwise");
  private static final Option UNSET =
      flag("--allow-unset", "variables that are not set are empty instead of a mistake");
  private static final Option YES =
      flag("--yes", "approve it yourself, where skep.yaml lets you approve your own plans");
  private static final Option DETACH =
      flag("--detach", "do not watch it converge; it is then not verified");
  private static final Option FORCE = flag("--force", "even to a release that was never verified");
  private static final Option SERVICE =
      new Option(
          "--service",
          Optional.of("S"),
          List.of(),
          "only this service of the stack; the others stay as they are");

  private static final Option AGREED = flag("--yes", "let them go, now and from now on");
  private static final Option PATH =
      option("--path", "P", "only this file or folder of the snapshot");
  private static final Option TO =
      option("--to", "DIR", "into this folder instead of one in backup.scratch");
  private static final Option ON = option("--on", "NODE", "on this node instead of its own");

  private static final String REF =
      "`web@main`: as a branch, tag or commit has it, here `main`; without `@`, the newest commit"
          + " of the default branch.";
  private static final String APPROVAL =
      "A plan waits until somebody who may approve says yes, and not the one who asked, unless"
          + " skep.yaml says `approval: none` for the stack, or `other-than-requester: false`.";

  static final List<Verb> VERBS =
      List.of(
          new Verb(
              "diff",
              "what would change, and what drifted",
              List.of(
                  form(FormName.Look.ALL, "all stacks, in short", List.of(RESOLVE, UNSET)),
                  form(
                      FormName.Look.ONE,
                      "one stack in full, or all in short",
                      List.of(RESOLVE, UNSET),
                      value("stack|all|#pull-request"))),
              List.of(
                  REF,
                  "`#12` or `web@pull/12`: as pull request 12 has it.",
                  "It changes nothing and needs no approval."),
              List.of("/diff web", "/diff all", "/diff web@main")),
          new Verb(
              "deploy",
              "bring a stack to what git says",
              deployForms(),
              List.of(
                  REF,
                  "`all`: every stack in the order of their names, each with a plan, a lock and an"
                      + " approval of its own.",
                  APPROVAL),
              List.of("/deploy web", "/deploy web@main", "/deploy approve 7k2q")),
          new Verb(
              "rollback",
              "back to a release that was verified",
              List.of(
                  form(
                      FormName.Rollback.BEFORE,
                      "to the verified release before",
                      List.of(YES, DETACH),
                      value("stack")),
                  form(
                      FormName.Rollback.TO,
                      "to a kept release",
                      List.of(FORCE, YES, DETACH),
                      value("stack"),
                      new Part.Keyword("to"),
                      value("release"))),
              List.of(
                  "A rollback is a release of its own; the next `/rollback` goes further back.",
                  APPROVAL),
              List.of("/rollback web", "/rollback web to 41", "/deploy history web")),
          new Verb(
              "backup",
              "how all backups are, new ones, restore tests and restores",
              backupForms(),
              List.of(
                  "Snapshots are made of every node a source is on; `keep` in skep.yaml says which stay.",
                  "Only a snapshot a restore test has passed on counts as verified.",
                  "It needs `access.backup` in skep.yaml."),
              List.of(
                  "/backup", "/backup now core", "/backup restore 1a2b3c4d --to /var/tmp/back")),
          new Verb(
              "secrets",
              "which secrets there are, who changed them and who can open them; never a value",
              List.of(
                  form(FormName.Look.ALL, "all, with the stacks that use them", List.of()),
                  named(FormName.Secrets.LIST, "the same"),
                  named(FormName.Secrets.DIFF, "what the next deployments would bring"),
                  named(
                      FormName.Secrets.DIFF,
                      "what a branch, a commit or a pull request changes",
                      value("ref|#pull-request")),
                  named(
                      FormName.Secrets.HISTORY,
                      "who changed what in a file, and when",
                      value("file")),
                  named(
                      FormName.Secrets.SET,
                      "a link to change it, for you alone, good once and for ten minutes",
                      value("secret")),
                  hidden(FormName.Secrets.TYPED, value("secret"), new Part.Rest("value")),
                  named(
                      FormName.Secrets.ROTATE,
                      "a new value as skep.yaml says it is made, committed, and a plan for the stacks that use it",
                      value("secret")),
                  named(
                      FormName.Secrets.RECIPIENTS,
                      "whose GPG keys open them, and what somebody who left could read"),
                  named(
                      FormName.Secrets.ADD,
                      "let somebody's GPG key open them: pasted first, then by its fingerprint",
                      new Part.Keyword("add"),
                      new Part.Rest("public key|fingerprint")),
                  named(
                      FormName.Secrets.REMOVE,
                      "encrypt all of them anew, and not for this key",
                      new Part.Keyword("remove"),
                      value("fingerprint"))),
              List.of(
                  "A secret is `web.env:PASSWORD`, a file as a whole `tls.pem`, or `PASSWORD` where only one file has it.",
                  "Values never stand in chat. One that is typed here is deleted, and has to be changed.",
                  "It needs `access.secrets` in skep.yaml."),
              List.of(
                  "/secrets", "/secrets set web.env:PASSWORD", "/secrets rotate web.env:PASSWORD")),
          new Verb(
              "ask",
              "a question, answered from the runbooks and from how things are now",
              List.of(
                  form(
                      FormName.Look.ONE,
                      "as you would ask a colleague; an error or a log may follow",
                      List.of(),
                      new Part.Rest("question"))),
              List.of(
                  "`@skep` before the question does the same, and in a direct message the question alone.",
                  "Every step names the page it is from; where no page says it, that is the answer.",
                  "It changes nothing: what would help is shown, for you to type."),
              List.of(
                  "/ask how do I replace a node?",
                  "/ask why does web not start?",
                  "/ask what do I do when restic says the repository is locked?")),
          new Verb(
              "help",
              "this list, or one command in full",
              List.of(
                  form(FormName.Look.ALL, "all commands", List.of()),
                  form(FormName.Look.ONE, "one", List.of(), value("command"))),
              List.of(),
              List.of("/help", "/help deploy", "/deploy help")));

  private CommandTable() {}

  static Optional<Verb> verb(String name) {
    return VERBS.stream().filter(verb -> verb.name().equals(name)).findFirst();
  }

  private static List<Form> deployForms() {
    return List.of(
        named(FormName.Deploy.APPROVE, "carry out a waiting plan", value("plan")),
        named(FormName.Deploy.REJECT, "throw a waiting plan away", value("plan")),
        named(
            FormName.Deploy.BREAK_GLASS,
            "carry out a plan without approval, in an emergency",
            value("plan"),
            new Part.Rest("why")),
        named(FormName.Deploy.CANCEL, "take back what waits for its turn", value("stack")),
        named(
            FormName.Deploy.ABORT,
            "stop what is under way at its next step, and go back",
            value("stack"),
            new Part.Rest("why")),
        named(FormName.Deploy.STATUS, "what runs and what waits"),
        named(FormName.Deploy.STATUS, "the same for one stack", value("stack")),
        named(FormName.Deploy.HISTORY, "the kept releases", value("stack")),
        named(
            FormName.Deploy.LOCK,
            "let nobody deploy this stack",
            value("stack"),
            new Part.Rest("why")),
        named(FormName.Deploy.UNLOCK, "let people deploy it again", value("stack")),
        named(FormName.Deploy.ACCESS, "what you may do here, and why"),
        named(
            FormName.Deploy.ACCESS,
            "what somebody else may do here, and why",
            new Part.Keyword("why"),
            value("person")),
        named(
            FormName.Deploy.ACCESS,
            "the same with this stack",
            new Part.Keyword("why"),
            value("person"),
            value("stack")),
        form(
            FormName.Deploy.PLAN,
            "plan, wait for approval, apply, verify",
            List.of(SERVICE, YES, DETACH, RESOLVE, UNSET),
            value("stack|all")));
  }

  private static List<Form> backupForms() {
    return List.of(
        form(FormName.Look.ALL, "how all of them are", List.of()),
        named(FormName.Backup.STATUS, "the same"),
        named(FormName.Backup.STATUS, "how those of one source are", value("source")),
        named(FormName.Backup.NOW, "back all sources up"),
        named(FormName.Backup.NOW, "back one up", value("source")),
        named(FormName.Backup.LIST, "the snapshots there are"),
        named(FormName.Backup.LIST, "those of one source", value("source")),
        named(FormName.Backup.VERIFY, "check the repository, and read the next part of it"),
        named(FormName.Backup.VERIFY, "restore its newest snapshots for a test", value("source")),
        form(
            FormName.Backup.RETENTION,
            "which snapshots would go by now",
            List.of(AGREED),
            new Part.Keyword(FormName.Backup.RETENTION.keyword()),
            value("source")),
        form(
            FormName.Backup.RESTORE,
            "get files of a snapshot back; first you see what it would write",
            List.of(PATH, TO, ON),
            new Part.Keyword(FormName.Backup.RESTORE.keyword()),
            value("snapshot")),
        named(FormName.Backup.APPROVE, "let a restore begin", value("restore")));
  }

  private static Form form(FormName name, String says, List<Option> options, Part... parts) {
    return new Form(name, List.of(parts), options, says);
  }

  private static Form named(FormName name, String says, Part... parts) {
    List<Part> all = new ArrayList<>();
    all.add(new Part.Keyword(name.keyword()));
    all.addAll(List.of(parts));
    return new Form(name, all, List.of(), says);
  }

  /** Right, and in no help: nobody is to type it. */
  private static Form hidden(FormName name, Part... parts) {
    return named(name, "", parts);
  }

  private static Part value(String name) {
    return new Part.Value(name);
  }

  private static Option option(String name, String value, String says) {
    return new Option(name, Optional.of(value), List.of(), says);
  }

  private static Option flag(String name, String says) {
    return new Option(name, Optional.empty(), List.of(), says);
  }
}
