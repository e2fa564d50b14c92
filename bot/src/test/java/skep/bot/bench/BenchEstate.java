package skep.bot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import skep.bot.local.SampleEstate;

/** An estate with one stack of so many services, each with some of everything. */
record BenchEstate(Path directory, String stack, String files) {
  static BenchEstate of(Path home, int services, int replicas, String image) {
    StringBuilder text = new StringBuilder("version: \"3.8\"\nservices:\n");
    for (int i = 1; i <= services; i++) {
      text.append(service(i, image, replicas));
    }
    String stack = "s" + services;
    Path directory = home.resolve("estate-" + services);
    String files = "stacks/" + stack + "/stack.yml";
    try {
      Files.createDirectories(directory.resolve(files).getParent());
      Files.writeString(directory.resolve(files), text);
      Files.writeString(directory.resolve("skep.yaml"), policy(stack));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    commit(directory);
    return new BenchEstate(directory, stack, directory.resolve(files).toString());
  }

  /** Skep's own runbooks come into it. */
  void addRunbooks() {
    SampleEstate.at(directory.getParent().resolve("pages"), true).addRunbooks();
    Path pages = directory.getParent().resolve("pages/estate/runbooks");
    try (Stream<Path> files = Files.list(pages)) {
      Files.createDirectories(directory.resolve("runbooks"));
      for (Path page : files.toList()) {
        Files.copy(page, directory.resolve("runbooks").resolve(page.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    commit(directory);
  }

  private static String service(int number, String image, int replicas) {
    return """
      s%1$04d:
        image: %2$s
        command: ["app", "sleep"]
        environment: {NUMBER: "%1$d", REGION: eu-central, LOG_LEVEL: info}
        healthcheck: {test: ["CMD", "true"], interval: 60s, timeout: 5s, retries: 3}
        deploy:
          replicas: %3$d
          endpoint_mode: dnsrr
          labels: {team: "t%1$d"}
          resources: {limits: {memory: 32M}}
          update_config: {order: start-first, failure_action: rollback, monitor: 5s}
          rollback_config: {order: start-first}
    """
        .formatted(number, image, replicas);
  }

  /** Nothing waits for anybody: what is measured is the machine. */
  private static String policy(String stack) {
    return """
    chat: {commands: [ops]}
    access:
      deploy: {members-of: ops-deployers, persons: {bench: "terminal:bench"}}
    stacks:
      %s: {approval: none}
    """
        .formatted(stack);
  }

  private static void commit(Path directory) {
    Programs git =
        new Programs(
            Map.of(
                "GIT_AUTHOR_NAME", "bench",
                "GIT_AUTHOR_EMAIL", "bench@localhost",
                "GIT_COMMITTER_NAME", "bench",
                "GIT_COMMITTER_EMAIL", "bench@localhost"));
    String in = directory.toString();
    git.run(List.of("git", "-C", in, "init", "-q", "-b", "main"));
    git.run(List.of("git", "-C", in, "add", "."));
    git.run(List.of("git", "-C", in, "commit", "-q", "--no-gpg-sign", "-m", "bench"));
  }
}
