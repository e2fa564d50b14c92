package skep.deploy.estate;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import skep.deploy.estate.BackupPolicy.Step;
import skep.deploy.placement.Constraint;
import skep.deploy.yaml.Fields;

/** Reads one entry of {@code before:} or {@code after:}: a command, or another number of tasks. */
final class BackupStepReader {
  private static final int MOST_REPLICAS = 10_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  private final Fields fields;

  private BackupStepReader(Fields fields) {
    this.fields = fields;
  }

  /** Empty where it is wrong, which is then among the problems. */
  static Optional<Step> read(Fields fields) {
    BackupStepReader reader = new BackupStepReader(fields);
    boolean scales = fields.names().contains("scale");
    Optional<? extends Step> step = scales ? reader.scale() : reader.command();
    if (scales && fields.names().contains("command")) {
      fields.problem(fields.mark(), "a step is one of command and scale; make them two");
    } else {
      // Asked for, so that a misspelt one is told its right name.
      fields.node("scale");
      fields.done();
    }
    return step.map(Step.class::cast);
  }

  private Optional<Step.Scale> scale() {
    Optional<Fields> scale = fields.mapping("scale");
    if (scale.isEmpty()) {
      wrong("scale", "a service and its replicas: {service: web_app, replicas: 0}");
      return Optional.empty();
    }
    Fields found = scale.get();
    Optional<String> service = found.text("service").filter(name -> NAME.matcher(name).matches());
    Optional<Integer> replicas = found.whole("replicas", 0, MOST_REPLICAS);
    if (service.isEmpty()) {
      found.problem(
          found.markOf("service"),
          found.path("service") + " must be the whole name of a service, such as web_app");
    }
    if (found.node("replicas").isEmpty()) {
      found.problem(
          found.markOf("replicas"), found.path("replicas") + " must be a whole number, such as 0");
    }
    found.done();
    return service.flatMap(name -> replicas.map(count -> new Step.Scale(name, count)));
  }

  private Optional<Step.Command> command() {
    Optional<String> image = fields.text("image").filter(name -> !name.isBlank());
    if (image.isEmpty()) {
      wrong("image", "the image the command runs in");
    }
    List<String> command = fields.texts("command");
    if (command.isEmpty()) {
      wrong("command", "a list of a program and its arguments");
    }
    Optional<String> on = fields.text("on").map(String::strip);
    if (on.isPresent() && Constraint.parse(on.get()).isEmpty()) {
      wrong("on", "a placement constraint such as node.labels.db==true");
    }
    Step.Command step =
        new Step.Command(
            image.orElse(""), command, on, mounts(), named("networks"), named("secrets"));
    return image.isEmpty() || command.isEmpty() ? Optional.empty() : Optional.of(step);
  }

  private List<String> mounts() {
    List<String> written = fields.textOrTexts("mounts");
    for (int i = 0; i < written.size(); i++) {
      Optional<BackupMount> mount = BackupMount.parse(written.get(i));
      if (mount.filter(one -> one.isVolume() || one.isFolder()).isEmpty()) {
        fields.problem(
            fields.markOf("mounts", i),
            fields.path("mounts")
                + " must be as dump:/dump (a volume) or /srv/dump:/dump (a folder)");
      }
    }
    return written;
  }

  private List<String> named(String key) {
    List<String> names = fields.textOrTexts(key);
    if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      wrong(key, "names of " + key + " of the Swarm, such as [web_default]");
    }
    return names;
  }

  private void wrong(String key, String wanted) {
    fields.problem(fields.markOf(key), "%s must be %s".formatted(fields.path(key), wanted));
  }
}
