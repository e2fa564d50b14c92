package skep.deploy.stack;

import java.io.IOException;
import java.nio.file.Files;

/**
 * Writes {@code expected.json} and {@code warnings} of every case anew, from the CLI, and {@code
 * cli} of the rejected ones too, and their {@code problems}, from Skep: to be run by hand, in the
 * module's directory, after a case was added. The difference is to be read, not trusted.
 */
final class RecordCases {
  private RecordCases() {}

  public static void main(String[] arguments) throws IOException {
    CliJudge judge = new CliJudge(DockerCli.judge());
    StringBuilder refused = new StringBuilder();
    for (StackCase stack : StackCase.in("stacks")) {
      CliJudge.Verdict verdict = judge.on(stack, "1.50");
      if (verdict.status() != 0) {
        refused.append(stack).append(": ").append(verdict.output()).append('\n');
        continue;
      }
      Files.writeString(stack.directory().resolve("expected.json"), verdict.bodies());
      if (!verdict.warnings().isEmpty()) {
        Files.writeString(
            stack.directory().resolve("warnings"), String.join("\n", verdict.warnings()) + "\n");
      }
    }
    recordProblems(judge);
    if (!refused.isEmpty()) {
      throw new IllegalStateException("the CLI refuses\n" + refused);
    }
  }

  private static void recordProblems(CliJudge judge) throws IOException {
    for (StackCase stack : StackCase.in("stacks-rejected")) {
      Files.writeString(
          stack.directory().resolve("cli"), judge.on(stack, "1.41").message(stack) + "\n");
      try {
        new StackLoader().load(stack.source());
        throw new IllegalStateException("Skep accepts " + stack);
      } catch (InvalidStackException refusal) {
        Files.writeString(stack.directory().resolve("problems"), refusal.getMessage() + "\n");
      }
    }
  }
}
