package skep.deploy.estate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import skep.deploy.estate.RunbookPolicy.Place;
import skep.deploy.estate.RunbookPolicy.Repository;
import skep.deploy.yaml.Fields;

/** Reads {@code runbooks:}. */
final class RunbooksReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private RunbooksReader() {}

  static RunbookPolicy read(Fields root) {
    return root.mapping("runbooks").map(RunbooksReader::policy).orElse(RunbookPolicy.DEFAULT);
  }

  private static RunbookPolicy policy(Fields fields) {
    RunbookPolicy policy =
        new RunbookPolicy(
            place(fields, RunbookPolicy.DEFAULT.own().folders()),
            fields.mapping("repositories").map(RunbooksReader::repositories).orElse(Map.of()));
    fields.done();
    return policy;
  }

  private static Place place(Fields fields, List<String> usual) {
    List<String> given = fields.textOrTexts("paths");
    for (String path : given) {
      if (path.contains("..") || path.startsWith("/")) {
        fields.problem(
            fields.markOf("paths"),
            "%s: '%s' must be a folder of the repository".formatted(fields.path("paths"), path));
      }
    }
    Optional<String> link = fields.text("link");
    link.filter(text -> !text.startsWith("https://") || !text.contains("{path}"))
        .ifPresent(_ ->
            fields.problem(
                fields.markOf("link"),
                fields.path("link")
                    + " must be an https address with {path} in it, such as"
                    + " https://git.example.org/ops/estate/blob/{commit}/{path}"));
    return new Place(
        given.isEmpty() ? usual : given.stream().map(RunbooksReader::folder).toList(), link);
  }

  private static String folder(String path) {
    String folder = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return folder.equals(".") ? "" : folder;
  }

  private static Map<String, Repository> repositories(Fields fields) {
    Map<String, Repository> repositories = new TreeMap<>();
    for (String name : fields.names()) {
      if (!NAME.matcher(name).matches()) {
        fields.problem(
            fields.markOf(name),
            fields.path(name) + " must be a name of small letters, digits and hyphens");
      }
      fields.mapping(name).ifPresent(one -> repositories.put(name, repository(one)));
    }
    fields.done();
    return repositories;
  }

  private static Repository repository(Fields fields) {
    Optional<String> url = fields.text("url").filter(text -> !text.isBlank());
    if (url.isEmpty()) {
      fields.problem(fields.mark(), fields.path("url") + " is missing: where the repository is");
    }
    url.filter(text -> text.matches("[a-z]+://[^/]*:[^/]*@.*"))
        .ifPresent(_ ->
            fields.problem(fields.markOf("url"), fields.path("url") + " must hold no password"));
    Repository repository = new Repository(url.orElse(""), place(fields, List.of("")));
    fields.done();
    return repository;
  }
}
