package skep.commands.planning;

import java.util.Locale;
import skep.commands.Parsed;
import skep.deploy.plan.Plan;

/** A line's options as a plan takes them. */
public final class Options {
  private Options() {}

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
