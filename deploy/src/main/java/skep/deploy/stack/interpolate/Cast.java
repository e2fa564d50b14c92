package skep.deploy.stack.interpolate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import skep.deploy.stack.node.Node;

/** What interpolated text becomes where the CLI expects something else there. */
enum Cast {
  WHOLE("an integer"),
  DECIMAL("a number"),
  FLAG("a boolean (true or false)");

  final String what;

  Cast(String what) {
    this.what = what;
  }

  /** Empty where the text is not of that kind. */
  Optional<Node> of(Node.Text text) {
    String value = text.value();
    try {
      return switch (this) {
        case WHOLE -> Optional.of(new Node.Whole(text.mark(), Long.parseLong(value)));
        case DECIMAL -> Optional.of(new Node.Decimal(text.mark(), Double.parseDouble(value)));
        case FLAG -> flag(text);
      };
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Node> flag(Node.Text text) {
    return switch (text.value().toLowerCase(Locale.ROOT)) {
      case "y", "yes", "true", "on" -> Optional.of(new Node.Flag(text.mark(), true));
      case "n", "no", "false", "off" -> Optional.of(new Node.Flag(text.mark(), false));
      default -> Optional.empty();
    };
  }

  /** Dotted paths, {@code *} any key, {@code []} a list's items: the CLI's table. */
  private record Rule(List<String> path, Cast cast) {
    static Rule of(String path, Cast cast) {
      return new Rule(List.of(path.split("\\.")), cast);
    }

    boolean matches(List<String> given) {
      if (given.size() != path.size()) {
        return false;
      }
      for (int i = 0; i < path.size(); i++) {
        if (!path.get(i).equals("*") && !path.get(i).equals(given.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of("services.*.configs.[].mode", WHOLE),
          Rule.of("services.*.secrets.[].mode", WHOLE),
          Rule.of("services.*.healthcheck.retries", WHOLE),
          Rule.of("services.*.healthcheck.disable", FLAG),
          Rule.of("services.*.deploy.replicas", WHOLE),
          Rule.of("services.*.deploy.update_config.parallelism", WHOLE),
          Rule.of("services.*.deploy.update_config.max_failure_ratio", DECIMAL),
          Rule.of("services.*.deploy.rollback_config.parallelism", WHOLE),
          Rule.of("services.*.deploy.rollback_config.max_failure_ratio", DECIMAL),
          Rule.of("services.*.deploy.restart_policy.max_attempts", WHOLE),
          Rule.of("services.*.deploy.placement.max_replicas_per_node", WHOLE),
          Rule.of("services.*.ports.[].target", WHOLE),
          Rule.of("services.*.ports.[].published", WHOLE),
          Rule.of("services.*.ulimits.*", WHOLE),
          Rule.of("services.*.ulimits.*.hard", WHOLE),
          Rule.of("services.*.ulimits.*.soft", WHOLE),
          Rule.of("services.*.privileged", FLAG),
          Rule.of("services.*.oom_score_adj", WHOLE),
          Rule.of("services.*.read_only", FLAG),
          Rule.of("services.*.stdin_open", FLAG),
          Rule.of("services.*.tty", FLAG),
          Rule.of("services.*.volumes.[].read_only", FLAG),
          Rule.of("services.*.volumes.[].volume.nocopy", FLAG),
          Rule.of("networks.*.external", FLAG),
          Rule.of("networks.*.internal", FLAG),
          Rule.of("networks.*.attachable", FLAG),
          Rule.of("volumes.*.external", FLAG),
          Rule.of("secrets.*.external", FLAG),
          Rule.of("configs.*.external", FLAG));

  static Optional<Cast> at(List<String> path) {
    return RULES.stream().filter(r -> r.matches(path)).map(Rule::cast).findFirst();
  }
}
