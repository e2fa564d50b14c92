package skep.deploy.estate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.deploy.estate.StackEntry.Approval;
import skep.deploy.estate.StackEntry.OnMerge;
import skep.deploy.yaml.Fields;
import skep.deploy.yaml.Mark;
import skep.deploy.yaml.Nearest;
import skep.deploy.yaml.Problems;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.UnsafePathException;

/** Reads {@code stacks:}, or finds the stacks where it is not there. */
final class StacksReader {
  private static final Pattern STACK_FILE =
      Pattern.compile("stacks/(?:.+/)?([^/]+)/stack\\.ya?ml(?:\\.j2)?");

  private static final int MOST_HINTS = 20;

  private final FileTree tree;
  private final Set<String> paths;
  private final SortedMap<String, List<String>> byFolder;
  private final Problems problems;
  private int hints;

  StacksReader(FileTree tree, Problems problems) {
    this.tree = tree;
    this.paths = tree.paths();
    this.problems = problems;
    this.byFolder = byFolder();
  }

  /** Sorted by name. */
  List<StackEntry> read(Fields root) {
    Optional<Fields> stacks = root.mapping("stacks");
    return root.node("stacks").isEmpty() ? found() : stacks.map(this::listed).orElse(List.of());
  }

  private List<StackEntry> found() {
    List<StackEntry> entries = new ArrayList<>();
    refuseLinks();
    byFolder.forEach((name, files) -> {
      Mark file = new Mark(files.getFirst(), 0);
      StackNames.fault(name)
          .ifPresent(fault -> problems.add(file.problem("its folder names the stack: " + fault)));
      if (files.size() > 1) {
        problems.add(
            file.problem(
                "would be the stack %s, and so would %s; rename one of the folders, or list the"
                        .formatted(name, files.get(1))
                    + " stacks in skep.yaml"));
      }
      entries.add(new StackEntry(name, files, Approval.REQUIRED, OnMerge.PLAN, List.of()));
    });
    return entries;
  }

  /** A link where a stack file is looked for would make its stack go missing without a word. */
  private void refuseLinks() {
    for (String link : tree.links()) {
      if (link.equals("stacks") || STACK_FILE.matcher(link).matches()) {
        problems.add(
            new Mark(link, 0)
                .problem(
                    "is a symbolic link or submodule, which Skep does not follow; put the file"
                        + " itself there"));
      }
    }
  }

  /** Every file that is a stack's by its place. */
  private SortedMap<String, List<String>> byFolder() {
    SortedMap<String, List<String>> files = new TreeMap<>();
    for (String path : paths) {
      Matcher m = STACK_FILE.matcher(path);
      if (m.matches()) {
        files.computeIfAbsent(m.group(1), name -> new ArrayList<>()).add(path);
      }
    }
    return files;
  }

  private List<StackEntry> listed(Fields stacks) {
    List<StackEntry> entries = new ArrayList<>();
    for (String name : stacks.names().stream().sorted().toList()) {
      StackNames.fault(name).ifPresent(fault -> stacks.problem(stacks.markOf(name), fault));
      // A stack without anything to say about it is its name and a colon.
      Optional<Fields> fields = stacks.mapping(name);
      boolean bare = stacks.node(name).isEmpty();
      if (fields.isPresent()) {
        entries.add(entry(name, fields.get()));
      } else if (bare) {
        List<String> files = byDefault(name, stacks.markOf(name));
        entries.add(new StackEntry(name, files, Approval.REQUIRED, OnMerge.PLAN, List.of()));
      }
    }
    return entries;
  }

  private StackEntry entry(String name, Fields fields) {
    List<String> files = fields.textOrTexts("file");
    if (files.isEmpty() && fields.node("file").isEmpty()) {
      files = byDefault(name, fields.mark());
    } else if (files.isEmpty()) {
      fields.problem(fields.markOf("file"), fields.path("file") + " must name at least one file");
    }
    files.forEach(file -> check(file, fields));
    StackEntry entry =
        new StackEntry(
            name,
            files,
            fields.oneOf("approval", Approval.class).orElse(Approval.REQUIRED),
            fields.oneOf("on-merge", OnMerge.class).orElse(OnMerge.PLAN),
            fields.mappings("verify").stream()
                .flatMap(probe -> ProbeReader.read(probe).stream())
                .toList(),
            AccessReader.ofStack(fields));
    fields.done();
    return entry;
  }

  private List<String> byDefault(String name, Mark mark) {
    List<String> files = byFolder.getOrDefault(name, List.of());
    if (files.size() == 1) {
      return files;
    }
    problems.add(
        mark.problem(
            files.isEmpty()
                ? "stacks.%s has no file, and there is no stacks/%1$s/stack.yml; add file: with its path"
                    .formatted(name)
                : "stacks.%s has no file, and there are %s; add file: with one of them"
                    .formatted(name, String.join(" and ", files))));
    return List.of();
  }

  private void check(String file, Fields fields) {
    Mark mark = fields.markOf("file");
    if (paths.contains(file)) {
      return;
    }
    try {
      // What is there and cannot be had throws; what comes back has no such file.
      tree.read(file);
      Optional<String> nearest =
          file.length() > 200 || ++hints > MOST_HINTS ? Optional.empty() : Nearest.of(file, paths);
      problems.add(
          mark.problem(
              "%s: there is no file %s in this commit%s"
                  .formatted(
                      fields.path("file"),
                      file,
                      nearest.map(path -> "; did you mean " + path + "?").orElse(""))));
    } catch (UnsafePathException e) {
      problems.add(mark.problem(fields.path("file") + ": " + e.getMessage()));
    }
  }
}
