package skep.commands.ask;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import skep.commands.planning.Estates.EstateAt;
import skep.deploy.estate.RunbookPolicy;
import skep.deploy.estate.RunbookPolicy.Place;
import skep.runbooks.index.Library;
import skep.runbooks.passages.Page;
import skep.runbooks.passages.Passage;
import skep.secrets.repository.FileTree;

/** Takes the runbooks out of repositories, and knows where people read them. */
final class Shelf {
  /** The name of the estate itself. */
  static final String ESTATE = "";

  private static final String AFTER_NAME = ":";

  private final RunbookPolicy policy;
  private final UnaryOperator<String> redaction;
  private final Map<String, FileTree> trees = new TreeMap<>();

  /**
   * @param redaction takes known secret values out of a text
   */
  Shelf(EstateAt head, UnaryOperator<String> redaction) {
    this.redaction = redaction;
    policy = head.rules().runbooks();
    trees.put(ESTATE, head.tree());
  }

  /** A repository beside the estate. */
  void add(String name, FileTree tree) {
    trees.put(name, tree);
  }

  /** What is encrypted is no runbook: an index would show it to everybody. */
  Library library() {
    Map<String, String> commits = new TreeMap<>();
    List<Page.Reading> readings = new ArrayList<>();
    trees.forEach((name, tree) -> {
      commits.put(name, tree.commit().sha());
      tree.paths().stream()
          .filter(place(policy, name)::holds)
          .filter(path -> !tree.encrypted().contains(path))
          .flatMap(path -> tree.read(path).map(content -> read(name, path, content)).stream())
          .forEach(readings::add);
    });
    return Library.of(commits, readings);
  }

  /** Redacted here already: pages go to indexes and embedders of others. */
  private Page.Reading read(String name, String path, byte[] content) {
    Page.Reading reading = Page.read(name.isEmpty() ? path : name + AFTER_NAME + path, content);
    return reading instanceof Page.Reading.Read(var page)
        ? new Page.Reading.Read(
            new Page(redaction.apply(page.path()), redaction.apply(page.text())))
        : reading;
  }

  private static Place place(RunbookPolicy policy, String name) {
    return name.isEmpty() ? policy.own() : policy.repositories().get(name).place();
  }

  /**
   * Where people read a passage; empty where nobody said.
   *
   * @param usual the estate's own pages, where {@code skep.yaml} does not say
   * @param commits of the repositories when they were read
   */
  static Optional<String> link(
      RunbookPolicy policy, Optional<String> usual, Map<String, String> commits, Passage passage) {
    int colon = passage.path().indexOf(AFTER_NAME);
    String before = colon < 0 ? ESTATE : passage.path().substring(0, colon);
    // A file of the estate may have a colon in its name, too.
    String name = policy.repositories().containsKey(before) ? before : ESTATE;
    String path = name.isEmpty() ? passage.path() : passage.path().substring(colon + 1);
    Optional<String> link =
        name.isEmpty() ? policy.own().link().or(() -> usual) : place(policy, name).link();
    return link.map(template ->
        template
                .replace("{commit}", commits.getOrDefault(name, "HEAD"))
                .replace("{path}", encoded(path))
            + (passage.anchor().isEmpty() ? "" : "#" + passage.anchor()));
  }

  /** Whatever a file is called, its address ends nothing and begins nothing in a text. */
  private static String encoded(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
      boolean isPlain = (one > 0 && Character.isLetterOrDigit(one)) || "/-_.~".indexOf(one) >= 0;
      encoded.append(isPlain ? Character.toString(one) : "%%%02X".formatted(one));
    }
    return encoded.toString();
  }
}
