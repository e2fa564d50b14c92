package skep.deploy.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the real CLI makes of a case. */
record CliJudge(DockerCli cli) {
  private static final Pattern UNSUPPORTED =
      Pattern.compile("(?m)^Ignoring unsupported options: .+$");
  private static final Pattern DEPRECATED = Pattern.compile("(?m)^(?:container_name|expose): .+$");
  private static final Pattern LOGGED = Pattern.compile("level=warning msg=\"(.*)\"");

  /** A verdict: exit status, bodies and warnings in Skep's words for them. */
  record Verdict(int status, String bodies, List<String> warnings, String output) {
    /** What it said, whatever the folder it was said in. */
    String message(StackCase stack) {
      return output.replace(stack.directory().toString(), "DIR").strip();
    }
  }

  Verdict on(StackCase stack, String apiVersion) {
    try {
      Path home = Files.createTempDirectory("cli");
      Path socket = home.resolve("s");
      try (RecordingEngine engine = RecordingEngine.at(socket, apiVersion)) {
        DockerCli.Run run = cli.deploy(socket, stack, home);
        return new Verdict(
            run.status(), Bodies.of(engine.creations()), warnings(run.output()), run.output());
      } finally {
        try (Stream<Path> files = Files.walk(home)) {
          files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> warnings(String output) {
    List<String> warnings = new ArrayList<>();
    all(UNSUPPORTED, 0, output, warnings);
    List<String> deprecated = new ArrayList<>();
    all(DEPRECATED, 0, output, deprecated);
    deprecated.forEach(line -> warnings.add("Ignoring deprecated option " + line));
    List<String> logged = new ArrayList<>();
    all(LOGGED, 1, output, logged);
    logged.forEach(line -> warnings.addAll(Arrays.asList(line.replace("\\\"", "\""))));
    return warnings.stream()
        .filter(line -> !line.contains("variable is not set"))
        .distinct()
        .sorted()
        .toList();
  }

  private static void all(Pattern pattern, int group, String text, List<String> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(group));
    }
  }
}
