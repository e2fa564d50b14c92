package skep.commands.planning;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import skep.commands.FormName;
import skep.commands.Parsed;
import skep.deploy.plan.Plan;

/** A line's options as a plan takes them. */
public final class Options {
  private Options() {}

  /**
   * What a line has that may need a right of its own, as {@code access.*.arguments} names it.
   *
   * @param ref empty for the default branch
   */
  public static Set<String> arguments(Parsed.Command line, String ref) {
    Set<String> arguments = new TreeSet<>(line.options().keySet());
    if (!ref.isEmpty()) {
      arguments.add("@");
    }
    if (line.form() == FormName.Rollback.TO) {
      arguments.add("to");
    }
    return arguments;
  }

  /** The same of a plan, as far as it shows. */
  public static Set<String> arguments(Plan plan, String ref) {
    Set<String> arguments = new TreeSet<>();
    if (!ref.isEmpty()) {
      arguments.add("@");
    }
    if (plan.options().detach()) {
      arguments.add("--detach");
    }
    if (plan.options().allowUnset()) {
      arguments.add("--allow-unset");
    }
    if (plan.options().service().isPresent()) {
      arguments.add("--service");
    }
    return arguments;
  }

  public static Plan.Options of(Parsed.Command line) {
    return new Plan.Options(
        line.option("--resolve-image")
            .map(when -> Plan.ResolveImage.valueOf(when.toUpperCase(Locale.ROOT)))
            .orElse(Plan.ResolveImage.ALWAYS),
        line.has("--allow-unset"),
        line.has("--detach"),
        line.option("--service"));
  }
}
