package skep.deploy.github;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GitHub's calls for comments, pull requests and issues, with the shapes and status codes of its
 * REST API: a working store of those of one repository, comments in pages.
 */
public final class GitHubServer implements AutoCloseable {
  public static final String TOKEN = "github-token-of-the-bot";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LIST = Pattern.compile("/repos/team/estate/issues/(\\d+)/comments");
  private static final Pattern ONE = Pattern.compile("/repos/team/estate/issues/comments/(\\d+)");
  private static final String ISSUES = "/repos/team/estate/issues";
  private static final Pattern PAGE = Pattern.compile("per_page=(\\d+)&page=(\\d+)");

  private final HttpServer server;
  private final Map<Long, Comment> comments = new LinkedHashMap<>();
  private final List<String> writes = new ArrayList<>();
  private final List<String> opened = new ArrayList<>();
  private final List<Issue> issues = new ArrayList<>();
  private int failing = 200;

  record Comment(int pullRequest, String body) {}

  /** What was opened. */
  public record Issue(String title, String body) {}

  private record Reply(int status, JsonNode body) {}

  public GitHubServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI api() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized long say(int pullRequest, String body) {
    long id = comments.size() + 1000L;
    comments.put(id, new Comment(pullRequest, body));
    return id;
  }

  public synchronized List<String> comments(int pullRequest) {
    return comments.values().stream()
        .filter(comment -> comment.pullRequest() == pullRequest)
        .map(Comment::body)
        .toList();
  }

  /** The oldest first. */
  public synchronized List<Issue> issues() {
    return List.copyOf(issues);
  }

  synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  /** Pull requests, as {@code branch -> base: title}. */
  public synchronized List<String> opened() {
    return List.copyOf(opened);
  }

  synchronized void failWith(int status) {
    failing = status;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = reply(exchange);
      byte[] body = reply.body().toString().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + TOKEN).equals(token)) {
      return error(401, "Bad credentials");
    }
    if (failing != 200) {
      return error(failing, "Resource not accessible by personal access token");
    }
    String path = exchange.getRequestURI().getPath();
    Matcher list = LIST.matcher(path);
    Matcher one = ONE.matcher(path);
    String call = exchange.getRequestMethod();
    if (list.matches() && call.equals("GET")) {
      return page(Integer.parseInt(list.group(1)), exchange.getRequestURI().getQuery());
    }
    if (path.equals("/repos/team/estate") && call.equals("GET")) {
      return new Reply(200, JSON.createObjectNode().put("default_branch", "trunk"));
    }
    if (path.equals(ISSUES) && call.equals("GET")) {
      return newestIssues(exchange.getRequestURI().getQuery());
    }
    JsonNode sent = JSON.readTree(exchange.getRequestBody());
    if (path.equals("/repos/team/estate/pulls") && call.equals("POST")) {
      opened.add(
          "%s -> %s: %s"
              .formatted(
                  sent.path("head").asText(),
                  sent.path("base").asText(),
                  sent.path("title").asText()));
      String address = "https://github.com/team/estate/pull/" + opened.size();
      return new Reply(
          201, JSON.createObjectNode().put("number", opened.size()).put("html_url", address));
    }
    String body = sent.path("body").asText();
    if (path.equals(ISSUES) && call.equals("POST")) {
      issues.add(new Issue(sent.path("title").asText(), body));
      return new Reply(201, issue(issues.size()));
    }
    if (list.matches() && call.equals("POST")) {
      writes.add("POST");
      long id = say(Integer.parseInt(list.group(1)), body);
      return new Reply(201, document(id));
    }
    if (one.matches() && call.equals("PATCH")) {
      writes.add("PATCH");
      long id = Long.parseLong(one.group(1));
      comments.computeIfPresent(id, (_, was) -> new Comment(was.pullRequest(), body));
      return new Reply(200, document(id));
    }
    return error(404, "Not Found");
  }

  private Reply page(int pullRequest, String query) {
    Matcher asked = PAGE.matcher(query);
    if (!asked.matches()) {
      return error(422, "no page");
    }
    int size = Integer.parseInt(asked.group(1));
    ArrayNode page = JSON.createArrayNode();
    comments.entrySet().stream()
        .filter(entry -> entry.getValue().pullRequest() == pullRequest)
        .skip((long) size * (Integer.parseInt(asked.group(2)) - 1))
        .limit(size)
        .forEach(entry -> page.add(document(entry.getKey())));
    return new Reply(200, page);
  }

  /** Open ones alone where nothing else is asked for: everything here counts as closed. */
  private Reply newestIssues(String query) {
    ArrayNode page = JSON.createArrayNode();
    if (query.contains("state=all")) {
      for (int number = issues.size(); number > 0 && page.size() < 100; number--) {
        page.add(issue(number));
      }
    }
    return new Reply(200, page);
  }

  private ObjectNode issue(int number) {
    Issue issue = issues.get(number - 1);
    return JSON.createObjectNode()
        .put("number", number)
        .put("state", "closed")
        .put("title", issue.title())
        .put("body", issue.body());
  }

  private ObjectNode document(long id) {
    ObjectNode document =
        JSON.createObjectNode().put("id", id).put("body", comments.get(id).body());
    document.putObject("user").put("login", "skep-bot").put("type", "Bot");
    return document;
  }

  private static Reply error(int status, String message) {
    return new Reply(
        status,
        JSON.createObjectNode()
            .put("message", message)
            .put("documentation_url", "https://docs.github.com/rest"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
