package skep.deploy.stack.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.deploy.stack.node.Problems;

/** Mounts of a service. */
final class Mounts {
  private static final Map<String, Set<String>> OPTIONS =
      Map.of(
          "volume", Set.of("volume"),
          "image", Set.of("image"),
          "bind", Set.of("bind"),
          "tmpfs", Set.of("tmpfs"),
          "npipe", Set.of("bind"),
          "cluster", Set.of("cluster"));
  private final Stack stack;
  private final Problems problems;

  Mounts(Stack stack, Problems problems) {
    this.stack = stack;
    this.problems = problems;
  }

  List<ObjectNode> of(View service) {
    List<ObjectNode> mounts = new ArrayList<>();
    service.views("volumes").forEach(volume -> mounts.add(mount(volume)));
    return mounts;
  }

  private ObjectNode mount(View volume) {
    String type = volume.text("type").isEmpty() ? "volume" : volume.text("type");
    checkOptions(type, volume);
    Body body = new Body().text("Type", volume.text("type"));
    String source = volume.text("source");
    switch (type) {
      case "volume" -> body.text("Source", volumeSource(volume, source));
      case "cluster" -> body.text("Source", clusterSource(volume, source));
      default -> body.text("Source", source);
    }
    body.text("Target", volume.text("target"))
        .flag("ReadOnly", volume.flag("read_only"))
        .text("Consistency", volume.text("consistency"));
    if (volume.has("bind")) {
      View bind = volume.below("bind");
      body.object("BindOptions", new Body().text("Propagation", bind.text("propagation")).json());
    }
    return body.object("VolumeOptions", volumeOptions(type, volume, source))
        .object("TmpfsOptions", tmpfsOptions(type, volume))
        .object(
            "ClusterOptions",
            type.equals("cluster") ? Optional.of(new Body().json()) : Optional.empty())
        .json();
  }

  private void checkOptions(String type, View volume) {
    Set<String> fitting = OPTIONS.get(type);
    if (fitting == null) {
      problems.add(
          volume.mark("type"),
          "unknown mount type '%s'; it can be volume, bind, tmpfs, npipe, cluster or image",
          type);
      return;
    }
    for (String option : List.of("volume", "bind", "tmpfs", "image", "cluster")) {
      if (volume.has(option) && !fitting.contains(option)) {
        problems.add(
            volume.mark(option), "%s options do not go with a mount of type %s", option, type);
      }
    }
    boolean source = !volume.text("source").isEmpty();
    if (type.equals("tmpfs") && source) {
      problems.add(volume.mark("source"), "a mount of type tmpfs has no source");
    }
    if (Set.of("npipe", "cluster", "image").contains(type) && !source) {
      problems.add(volume.mark(), "a mount of type %s needs a source", type);
    }
  }

  private String volumeSource(View volume, String source) {
    if (source.isEmpty()) {
      return "";
    }
    return defined(volume, source).map(own -> stack.names().of(source, own)).orElse(source);
  }

  private String clusterSource(View volume, String source) {
    return source.isEmpty() || source.startsWith("group:") ? source : volumeSource(volume, source);
  }

  private Optional<View> defined(View volume, String source) {
    Optional<View> own = Optional.ofNullable(stack.volumes().get(source));
    if (own.isEmpty()) {
      problems.add(
          volume.mark("source"), "volume '%s' is defined by no top-level 'volumes:'", source);
    }
    return own;
  }

  private Optional<ObjectNode> volumeOptions(String type, View volume, String source) {
    if (!type.equals("volume") || source.isEmpty() || !stack.volumes().containsKey(source)) {
      return Optional.empty();
    }
    View own = stack.volumes().get(source);
    Body body = new Body().flag("NoCopy", volume.below("volume").flag("nocopy"));
    if (!own.flag("external")) {
      body.pairs("Labels", stack.names().labels(own.pairs("labels")));
      if (!own.text("driver").isEmpty() || own.has("driver_opts")) {
        body.object(
            "DriverConfig",
            new Body()
                .text("Name", own.text("driver"))
                .pairs("Options", own.pairs("driver_opts"))
                .json());
      }
    }
    return Optional.of(body.text("Subpath", volume.below("volume").text("subpath")).json());
  }

  private Optional<ObjectNode> tmpfsOptions(String type, View volume) {
    if (!type.equals("tmpfs") || !volume.has("tmpfs")) {
      return Optional.empty();
    }
    long size = volume.below("tmpfs").number("size");
    if (size < 0) {
      problems.add(volume.below("tmpfs").mark("size"), "a size cannot be negative");
    }
    return Optional.of(new Body().number("SizeBytes", size).json());
  }
}
