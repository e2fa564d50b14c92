package skep.bot;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What can be written after {@code skep}: one list, and the help made from it. */
final class CommandLineModel {
  private CommandLineModel() {}

  static CommandLine commandLine() {
    CommandSpec skep = spec("skep", "ChatOps for teams that run Rocket.Chat on Docker Swarm.");
    skep.addSubcommand(
        "try",
        spec("try", "Everything embedded: a chat page, a sample estate, an engine.")
            .addOption(option(int.class, "3000", "PORT", "the chat page's port", "--port"))
            .addOption(flag("start over with a new sample estate", "--fresh"))
            .addOption(flag("leave this machine's Docker alone", "--simulated"))
            .addOption(option(String.class, "", "HOST", "another engine's Swarm", "--docker")));
    skep.addSubcommand("run", spec("run", "The bot, as the environment configures it."));
    skep.addSubcommand(
        "do",
        spec("do", "One command at a terminal, without chat: skep do \"/diff web\"")
            .addPositional(
                PositionalParamSpec.builder()
                    .index("0..*")
                    .arity("1..*")
                    .type(String[].class)
                    .paramLabel("COMMAND")
                    .description("as typed in chat; quotes around it are best")
                    .build())
            .addOption(option(String.class, "", "DIR|URL", "the estate's repository", "--estate"))
            .addOption(option(String.class, "", "HOST", "as DOCKER_HOST", "--docker"))
            .addOption(option(String.class, "", "USER", "recorded as terminal:USER", "--as"))
            .addOption(flag("print one line of JSON", "--json")));
    skep.addSubcommand("doctor", spec("doctor", "Whether each configured system answers."));
    skep.addSubcommand("health", spec("health", "Whether the bot of this machine lives."));
    skep.addSubcommand("version", spec("version", "Which version this is."));
    skep.addSubcommand("help", spec("help", "This help."));
    CommandLine line = new CommandLine(skep);
    // An option of the chat command (--yes) must reach it wherever it stands.
    line.getSubcommands().get("do").setUnmatchedOptionsArePositionalParams(true);
    return line;
  }

  private static CommandSpec spec(String name, String description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(description);
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("this help").build());
    return spec;
  }

  private static OptionSpec option(
      Class<?> type, String value, String label, String description, String name) {
    return OptionSpec.builder(name)
        .type(type)
        .defaultValue(value)
        .paramLabel(label)
        .description(description)
        .build();
  }

  private static OptionSpec flag(String description, String name) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }
}
