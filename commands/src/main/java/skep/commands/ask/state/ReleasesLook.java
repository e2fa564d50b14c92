package skep.commands.ask.state;

import java.util.Map;
import java.util.stream.Collectors;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.runbooks.answer.StateTool;

/** The last releases of a stack, and who asked for them. */
public final class ReleasesLook implements StateTool {
  private static final String STACK = "stack";
  private static final int NEWEST = 5;

  private final Releases releases;

  public ReleasesLook(Releases releases) {
    this.releases = releases;
  }

  @Override
  public String name() {
    return "last_releases";
  }

  @Override
  public String description() {
    return "The last releases of a stack: number, state, commit, who asked for it and when.";
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of(STACK, "the stack's name");
  }

  @Override
  public String look(Map<String, String> arguments) {
    String stack = arguments.getOrDefault(STACK, "");
    String lines =
        releases.history(stack).stream()
            .limit(NEWEST)
            .map(ReleasesLook::line)
            .collect(Collectors.joining("\n"));
    return lines.isEmpty() ? "The stack '" + stack + "' has no releases." : lines;
  }

  private static String line(Release release) {
    return "release %d of %s: %s, commit %s, asked for by %s, begun %s%s%s"
        .formatted(
            release.number(),
            release.stack(),
            release.state().word(),
            release.commit().brief(),
            release.requestedBy().name(),
            release.started(),
            release.backTo().map(number -> ", back to release " + number).orElse(""),
            release.outcome().isBlank() ? "" : ": " + release.outcome());
  }
}
