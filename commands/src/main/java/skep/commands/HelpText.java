package skep.commands;

import java.util.List;
import java.util.Optional;
import skep.commands.Grammar.Form;
import skep.commands.Grammar.Option;
import skep.commands.Grammar.Verb;
import skep.commands.chat.Quoted;

/** The help, made from the table. */
final class HelpText {
  private HelpText() {}

  static String of(Optional<String> name) {
    return name.flatMap(CommandTable::verb).map(HelpText::one).orElseGet(HelpText::all);
  }

  private static String all() {
    StringBuilder text = new StringBuilder("What you can type here:\n");
    for (Verb verb : CommandTable.VERBS) {
      text.append("• `/").append(verb.name()).append("` ").append(verb.purpose()).append('\n');
    }
    return text.append("More: `/help deploy`").toString();
  }

  private static String one(Verb verb) {
    StringBuilder text = new StringBuilder("`/%s` %s\n".formatted(verb.name(), verb.purpose()));
    for (Form form : verb.forms().stream().filter(form -> !form.says().isEmpty()).toList()) {
      text.append("• `").append(form.usage(verb.name())).append("` ");
      text.append(form.says()).append('\n');
    }
    options(verb)
        .forEach(option -> text.append("• `%s` %s\n".formatted(option.usage(), option.says())));
    verb.notes().forEach(note -> text.append("• ").append(note).append('\n'));
    return text.append("For example: ").append(examples(verb.examples())).toString();
  }

  private static List<Option> options(Verb verb) {
    return verb.forms().stream().flatMap(form -> form.options().stream()).distinct().toList();
  }

  private static String examples(List<String> lines) {
    return String.join(", ", lines.stream().map(Quoted::code).toList());
  }

  static String of(Parsed.Unknown wrong) {
    return wrong.reason()
        + "\nNearest: "
        + Quoted.code(wrong.nearest())
        + "\nFor example: "
        + examples(wrong.examples());
  }
}
