package skep.deploy.stack.template;

import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.UnknownTokenException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import skep.deploy.stack.node.Problems;
import skep.deploy.yaml.Mark;
import skep.secrets.repository.FileTree;

/** Renders one template; an undefined variable is a problem, whatever is done with it. */
public final class TemplateFile {
  private static final Duration AT_MOST = Duration.ofSeconds(5);
  private final FileTree tree;
  private final Problems problems;

  /**
   * A template filled in.
   *
   * @param lines where a line of the text stands for the reader
   */
  public record Rendered(String text, IntFunction<Mark> lines) {}

  public TemplateFile(FileTree tree, Problems problems) {
    this.tree = tree;
    this.problems = problems;
  }

  /** Empty where it does not render; the reasons are then among the problems. */
  public Optional<Rendered> render(String file, byte[] bytes) {
    Mark whole = new Mark(file, 0);
    if (bytes.length > Rendering.MOST_OUTPUT) {
      problems.add(whole, "is %,d bytes; too much for a template", bytes.length);
      return Optional.empty();
    }
    try {
      String template =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      RenderResult result =
          new Rendering(AT_MOST).of(template, new TemplateVariables(tree, problems).all());
      if (result.getErrors().isEmpty()) {
        String text = result.getOutput();
        return Optional.of(new Rendered(text, new SourceLines(file, template, text)::of));
      }
      for (TemplateError error : result.getErrors()) {
        problems.add(new Mark(file, Math.max(0, error.getLineno())), "%s", message(error));
      }
    } catch (CharacterCodingException e) {
      problems.add(whole, "is not text in UTF-8");
    } catch (Rendering.UnboundedException e) {
      problems.add(whole, "%s", e.getMessage());
    }
    return Optional.empty();
  }

  /** The engine's own words quote values of variables, which may be secrets: ours do not. */
  private static String message(TemplateError error) {
    for (Throwable why = error.getException(); why != null; why = why.getCause()) {
      if (why instanceof UnknownTokenException unknown) {
        return "template: '%s' is not defined in vars/*.yml".formatted(unknown.getToken());
      }
    }
    return switch (error.getReason()) {
      case UNKNOWN, MISSING ->
          "template: variable '%s' is not defined in vars/*.yml"
              .formatted(error.getFieldName() == null ? "?" : error.getFieldName());
      case OUTPUT_TOO_BIG, COLLECTION_TOO_BIG, OVER_LIMIT ->
          "template: grows beyond what a stack file may be";
      case SYNTAX_ERROR -> "template: syntax error%s".formatted(near(error));
      default -> "template: cannot be rendered (%s%s)".formatted(error.getReason(), near(error));
    };
  }

  private static String near(TemplateError error) {
    return error.getFieldName() == null ? "" : " near '" + error.getFieldName() + "'";
  }
}
