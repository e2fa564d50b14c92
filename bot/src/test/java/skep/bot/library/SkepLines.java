package skep.bot.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import skep.commands.CommandParser;
import skep.commands.Parsed;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.Estate;
import skep.deploy.stack.FilesInMemory;

/** Lines for Skep, read by its own parser, about stacks and sources the reference estate has. */
final class SkepLines {
  static final Set<String> STACKS =
      Set.of(
          "seaweedfs", "traefik", "netdata", "rocketchat", "mongodb", "keycloak", "sync", "skep");

  private static final Path RULES = Path.of("../deploy/reference/skep.yaml");

  /** What stands for something only the operator knows. */
  private static final Map<String, String> PLACEHOLDERS =
      Map.of(
          "STACK", "rocketchat",
          "SOURCE", "core",
          "SNAPSHOT", "1a2b3c4d",
          "NODE", "node2",
          "PLAN", "7k2q",
          "RESTORE", "7k2qm",
          "RELEASE", "41",
          "SECRET", "web.env:TOKEN",
          "FINGERPRINT", "5C1A03F2D9E84B67",
          "WHY", "a reason");

  private final Set<String> sources = policy().sources().keySet();

  private static BackupPolicy policy() {
    try {
      String yaml = Files.readString(RULES).replace("ACCOUNT", "account");
      return Estate.read(FilesInMemory.of(Map.of(Estate.FILE, yaml))).backup().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether these words are for Skep: a slash and one of its verbs. */
  static boolean areForSkep(String text) {
    return text.startsWith("/") && CommandParser.verbs().contains(text.substring(1).split(" ")[0]);
  }

  /** Why Skep would not take the line; empty where it would. */
  Optional<String> fault(String line) {
    String filled =
        Arrays.stream(line.strip().split(" "))
            .map(word -> PLACEHOLDERS.getOrDefault(word, word))
            .collect(Collectors.joining(" "));
    Optional<String> unknown =
        Arrays.stream(filled.split(" ")).filter(word -> word.matches("[A-Z]{2,}")).findFirst();
    if (unknown.isPresent()) {
      return Optional.of("%s stands for nothing".formatted(unknown.get()));
    }
    return switch (new CommandParser().parse(filled)) {
      case Parsed.Help _ -> Optional.empty();
      case Parsed.Unknown(var reason, var nearest, _) -> Optional.of(reason + " " + nearest);
      case Parsed.Command command -> about(command);
    };
  }

  private Optional<String> about(Parsed.Command command) {
    if (command.words().isEmpty()) {
      return Optional.empty();
    }
    String name = command.words().getFirst().replaceFirst("@.*", "");
    return switch (command.verb() + " " + command.form().keyword()) {
      case "backup now", "backup list", "backup verify", "backup status", "backup retention" ->
          known(sources, "source", name);
      case "diff ",
          "deploy ",
          "rollback ",
          "deploy status",
          "deploy history",
          "deploy lock",
          "deploy unlock",
          "deploy abort",
          "deploy cancel" ->
          name.equals("all") ? Optional.empty() : known(STACKS, "stack", name);
      default -> Optional.empty();
    };
  }

  private static Optional<String> known(Set<String> names, String what, String name) {
    return names.contains(name)
        ? Optional.empty()
        : Optional.of("the reference estate has no %s %s".formatted(what, name));
  }
}
