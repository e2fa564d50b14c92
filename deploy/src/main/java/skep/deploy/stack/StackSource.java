package skep.deploy.stack;

import java.util.List;
import java.util.Map;
import skep.secrets.repository.FileTree;

/**
 * Where a stack comes from.
 *
 * @param name the stack's name, already checked
 * @param files its files in merge order, paths in the tree; one ending in {@code .j2} is a template
 * @param environment variables for interpolation and for secrets and configs from the environment
 * @param allowUnset whether an unset variable is a blank (as the CLI has it) instead of an error
 */
public record StackSource(
    String name,
    FileTree tree,
    List<String> files,
    Map<String, String> environment,
    boolean allowUnset) {
  public StackSource {
    files = List.copyOf(files);
    environment = Map.copyOf(environment);
  }
}
