package skep.deploy.stack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import skep.deploy.stack.convert.ServiceSpecs;
import skep.deploy.stack.convert.Stack;
import skep.deploy.stack.convert.StackObjects;
import skep.deploy.stack.convert.View;
import skep.deploy.stack.files.SideFiles;
import skep.deploy.stack.node.Problems;
import skep.deploy.yaml.Mark;

/** From the files of one stack to what they ask for. */
public final class StackLoader {
  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,61}[a-zA-Z0-9])?");
  private static final int LONGEST_IMAGE = 600;
  private static final Pattern IMAGE =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\\d+)?/|\\[[a-fA-F0-9:]+\\](?::\\d+)?/)?"
              + "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*"
              + "(?::\\w[\\w.-]{0,127})?"
              + "(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?");

  /**
   * What {@code docker stack deploy -c FILE… NAME} would make, but that an unset variable is an
   * error unless the source allows it.
   *
   * @throws InvalidStackException with every problem found, where the files are wrong
   */
  public DesiredStack load(StackSource source) {
    try {
      return loaded(source);
    } catch (StackOverflowError | OutOfMemoryError tooMuch) {
      // The limits should have caught it; a file must not take the bot down all the same.
      Mark mark = new Mark(source.files().getFirst(), 0);
      throw new InvalidStackException(
          List.of(
              mark.problem("is nested too deep or expands too far to be read; make it simpler")));
    }
  }

  private static DesiredStack loaded(StackSource source) {
    Problems problems = new Problems();
    checkSource(source, problems);
    throwIfAny(problems);
    SideFiles sideFiles = new SideFiles(source.tree(), source.files().getFirst(), problems);
    Stack stack = new StackFiles(source, sideFiles, problems).merged();
    throwIfAny(problems);
    DesiredStack desired = convert(source, stack, sideFiles, problems);
    throwIfAny(problems);
    return desired;
  }

  private static void checkSource(StackSource source, Problems problems) {
    Mark mark = new Mark(source.files().isEmpty() ? source.name() : source.files().getFirst(), 0);
    if (!NAME.matcher(source.name()).matches()) {
      problems.add(
          mark,
          "'%s' cannot name a stack: letters, digits, '-', '_' and '.' only, a letter or digit at"
              + " both ends",
          source.name());
    }
    if (source.files().isEmpty()) {
      problems.add(mark, "the stack has no file");
    }
  }

  private static DesiredStack convert(
      StackSource source, Stack stack, SideFiles sideFiles, Problems problems) {
    stack.services().forEach((name, service) -> checkImage(name, service, problems));
    StackObjects objects = new StackObjects(stack, sideFiles, source.environment(), problems);
    ServiceSpecs specs = new ServiceSpecs(stack, problems);
    List<DesiredService> services = new ArrayList<>();
    stack
        .services()
        .forEach((name, service) ->
            services.add(
                new DesiredService(
                    stack.name() + "_" + name, specs.of(name, service), specs.dependsOn(service))));
    services.sort(Comparator.comparing(DesiredService::name));
    return new DesiredStack(
        stack.name(),
        objects.networks().stream()
            .map(n -> new DesiredNetwork(n.name(), n.external(), n.body()))
            .sorted(Comparator.comparing(DesiredNetwork::name))
            .toList(),
        objects.secrets().stream()
            .map(s -> new DesiredSecret(s.name(), s.external(), s.body(), s.content()))
            .sorted(Comparator.comparing(DesiredSecret::name))
            .toList(),
        objects.configs().stream()
            .map(c -> new DesiredConfig(c.name(), c.external(), c.body(), c.content()))
            .sorted(Comparator.comparing(DesiredConfig::name))
            .toList(),
        services,
        problems.warnings());
  }

  private static void checkImage(String name, View service, Problems problems) {
    String image = service.image();
    if (image.isEmpty()) {
      problems.add(service.mark(), "service %s has no image", name);
    } else if (image.length() > LONGEST_IMAGE || !IMAGE.matcher(image).matches()) {
      problems.add(
          service.mark("image"),
          "service %s: '%s' is not an image like registry.example.org/app:1.0",
          name,
          image.length() > LONGEST_IMAGE ? image.substring(0, 40) + "…" : image);
    }
  }

  private static void throwIfAny(Problems problems) {
    if (!problems.none()) {
      throw new InvalidStackException(
          problems.found().stream().map(f -> f.mark().problem(f.message())).toList());
    }
  }
}
