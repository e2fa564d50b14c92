package skep.bot.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds commands against what the programs themselves say they take. */
final class CommandCheck {
  /** What runs in a container when its image is given words and no program. */
  private static final Map<String, String> ENTRY_POINTS =
      Map.of("restic/restic", "restic", "chrislusf/seaweedfs", "weed");

  private static final Set<String> INTO_CONTAINERS =
      Set.of("docker exec", "docker run", "docker service create");

  private final Programs programs;
  private final SkepLines skep = new SkepLines();
  private final Set<String> elsewhere = new TreeSet<>();

  CommandCheck(Programs programs) {
    this.programs = programs;
  }

  /** What of {@link Elsewhere} was met so far. */
  Set<String> elsewhere() {
    return elsewhere;
  }

  /** What is wrong with the commands of a text, in sentences. */
  List<String> faults(String text) {
    return Shell.commands(text).stream().flatMap(this::command).toList();
  }

  private Stream<String> command(List<String> words) {
    if (words.getFirst().equals("./skep")) {
      return skep(words);
    }
    String name = words.getFirst().replaceFirst(".*/", "");
    if (Elsewhere.PROGRAMS.containsKey(name)) {
      elsewhere.add(name);
      return Stream.empty();
    }
    return switch (programs.kind(name)) {
      case "" ->
          Stream.of("%s is neither installed here nor one of those elsewhere".formatted(name));
      case "builtin" -> Stream.empty();
      case "keyword" -> Stream.of("a runbook does without %s".formatted(name));
      default -> installed(name, words);
    };
  }

  private Stream<String> installed(String name, List<String> words) {
    return switch (name) {
      case "docker", "restic" -> listed(words);
      case "git" -> inner(words, List.of("git", second(words), "-h"), "usage: git ");
      case "git-crypt" ->
          inner(words, List.of("git-crypt", "help", second(words)), "Usage: git-crypt ");
      case "openssl" -> inner(words, List.of("openssl", second(words), "-help"), "Usage: ");
      case "systemctl", "ip" ->
          mentioned(
              words,
              second(words),
              programs.manual(List.of(name, name.equals("ip") ? "help" : "--help")));
      case "curl" -> loose(words, programs.manual(List.of("curl", "--help", "all")));
      case "gpg" -> loose(words, programs.manual(List.of("gpg", "--dump-options")));
      default -> loose(words, programs.manual(List.of(name, "--help")));
    };
  }

  private static String second(List<String> words) {
    return words.size() > 1 ? words.get(1) : "";
  }

  /** A program of programs, each with a help of its own. */
  private Stream<String> inner(List<String> words, List<String> help, String usage) {
    Manual manual = programs.manual(help);
    return manual.text().contains(usage + second(words))
        ? loose(words.subList(1, words.size()), manual)
        : Stream.of("%s has no command %s".formatted(words.getFirst(), second(words)));
  }

  private static Stream<String> mentioned(List<String> words, String command, Manual manual) {
    return manual.mentions(command)
        ? loose(words, manual)
        : Stream.of("%s has no command %s".formatted(words.getFirst(), command));
  }

  /** Every flag is somewhere in the help; single letters may be written as one word. */
  private static Stream<String> loose(List<String> words, Manual manual) {
    Set<String> flags = manual.flags();
    return words.stream()
        .skip(1)
        .takeWhile(word -> !word.equals("--"))
        .filter(word -> word.length() > 1 && word.startsWith("-"))
        .map(word -> word.replaceFirst("=.*", ""))
        .flatMap(word -> flags.contains(word) ? Stream.of() : letters(word))
        .filter(flag -> !flags.contains(flag))
        .map(flag -> "%s has no %s".formatted(words.getFirst(), flag));
  }

  private static Stream<String> letters(String word) {
    return word.startsWith("--")
        ? Stream.of(word)
        : word.chars().skip(1).mapToObj(letter -> "-" + (char) letter);
  }

  /** Commands and flags that the help lists a line each. */
  private Stream<String> listed(List<String> words) {
    List<String> path = new ArrayList<>(List.of(words.getFirst()));
    Manual manual = help(path);
    while (!manual.commands().isEmpty()) {
      String next = path.size() < words.size() ? words.get(path.size()) : "";
      if (!manual.commands().contains(next)) {
        return newer(words)
            ? Stream.empty()
            : Stream.of("%s has no command %s".formatted(String.join(" ", path), next));
      }
      path.add(next);
      manual = help(path);
    }
    return flags(path, words.subList(path.size(), words.size()), manual.options());
  }

  private Manual help(List<String> path) {
    return programs.manual(Stream.concat(path.stream(), Stream.of("--help")).toList());
  }

  private boolean newer(List<String> words) {
    String command = String.join(" ", words) + " ";
    Optional<String> known =
        Elsewhere.NEWER.keySet().stream().filter(one -> command.startsWith(one + " ")).findFirst();
    known.ifPresent(elsewhere::add);
    return known.isPresent();
  }

  private Stream<String> flags(List<String> path, List<String> rest, Map<String, Boolean> options) {
    List<String> faults = new ArrayList<>();
    String command = String.join(" ", path);
    boolean into = INTO_CONTAINERS.contains(command);
    for (int at = 0; at < rest.size(); at++) {
      String word = rest.get(at);
      if (!word.startsWith("-") || word.equals("-")) {
        if (into) {
          return Stream.concat(faults.stream(), inside(rest.subList(at, rest.size())));
        }
        continue;
      }
      String flag = word.replaceFirst("=.*", "");
      List<String> single = options.containsKey(flag) ? List.of(flag) : letters(flag).toList();
      single.stream()
          .filter(one -> !options.containsKey(one))
          .forEach(one -> faults.add("%s has no %s".formatted(command, one)));
      if (!word.contains("=") && options.getOrDefault(single.getLast(), false)) {
        at++;
      }
    }
    return faults.stream();
  }

  /**
   * @param words a container or an image, and what is to run in it
   */
  private Stream<String> inside(List<String> words) {
    List<String> command = new ArrayList<>(words.subList(1, words.size()));
    Optional.ofNullable(ENTRY_POINTS.get(words.getFirst().replaceFirst(":.*", "")))
        .ifPresent(command::addFirst);
    return command.isEmpty() ? Stream.empty() : command(command);
  }

  /** The launcher's own help says what it takes. */
  private Stream<String> skep(List<String> words) {
    String verb = second(words);
    String help = programs.said(List.of("bash", "../skep", "help")).text();
    Optional<String> line =
        help.lines().filter(one -> (one + " ").startsWith("  ./skep " + verb + " ")).findFirst();
    if (line.isEmpty()) {
      return Stream.of("./skep has no command " + verb);
    }
    boolean typed = verb.equals("do");
    Stream<String> said = typed ? skep.fault(words.get(2)).stream() : Stream.empty();
    List<String> options = words.subList(typed ? 2 : 1, words.size());
    return Stream.concat(said, loose(options, new Manual(line.get())));
  }
}
