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
            .addPositional(words("COMMAND", "as typed in chat; quotes around it are best"))
            .addOption(option(String.class, "", "DIR|URL", "the estate's repository", "--estate"))
            .addOption(option(String.class, "", "HOST", "as DOCKER_HOST", "--docker"))
            .addOption(option(String.class, "", "USER", "recorded as terminal:USER", "--as"))
            .addOption(flag("print one line of JSON", "--json")));
    skep.addSubcommand("ask", ask());
    skep.addSubcommand("retrieve", retrieve());
    skep.addSubcommand("bench", bench());
    skep.addSubcommand("doctor", spec("doctor", "Whether each configured system answers."));
    skep.addSubcommand("health", spec("health", "Whether the bot of this machine lives."));
    skep.addSubcommand("version", spec("version", "Which version this is."));
    skep.addSubcommand("help", spec("help", "This help."));
    CommandLine line = new CommandLine(skep);
    // An option of the chat command (--yes) must reach it wherever it stands.
    line.getSubcommands().get("do").setUnmatchedOptionsArePositionalParams(true);
    return line;
  }

  private static CommandSpec ask() {
    return spec("ask", "One question at a terminal: skep ask \"how do I replace a node?\"")
        .addPositional(words("QUESTION", "quotes around it are best"))
        .addOption(option(String.class, "", "DIR|URL", "the estate's repository", "--estate"))
        .addOption(option(String.class, "", "HOST", "as DOCKER_HOST", "--docker"))
        .addOption(option(String.class, "", "USER", "recorded as terminal:USER", "--as"));
  }

  private static CommandSpec retrieve() {
    return pages(spec("retrieve", "A TREC run: which pages of a folder answer which query."))
        .addOption(option(String.class, "", "FILE", "where the run is written", "--run"));
  }

  private static CommandSpec bench() {
    CommandSpec bench = spec("bench", "How well, and how fast.");
    bench.addSubcommand(
        "retrieval",
        pages(spec("retrieval", "How well the pages of a folder are found, and how fast."))
            .addOption(UNANSWERABLE));
    bench.addSubcommand(
        "calibration",
        pages(spec("calibration", "Which score tells what no page answers, and how surely."))
            .addOption(UNANSWERABLE));
    return bench;
  }

  private static final OptionSpec UNANSWERABLE =
      option(String.class, "", "FILE", "queries that no page answers", "--unanswerable");

  private static CommandSpec pages(CommandSpec spec) {
    return spec.addOption(option(String.class, "", "DIR", "a folder of pages", "--corpus"))
        .addOption(option(String.class, "", "FILE", "JSON lines with id and query", "--queries"))
        .addOption(
            option(
                String.class,
                "",
                "DIR",
                "where the index is kept for the next time; by default it is thrown away",
                "--index"));
  }

  private static PositionalParamSpec words(String label, String description) {
    return PositionalParamSpec.builder()
        .index("0..*")
        .arity("1..*")
        .type(String[].class)
        .paramLabel(label)
        .description(description)
        .build();
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
