package skep.bot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Shows an estate's files to people, as a web view of its repository does: /commit/path. */
final class PageServer implements AutoCloseable {
  private final Path estate;
  private final HttpServer server;

  PageServer(Path estate) throws IOException {
    this.estate = estate;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::show);
    server.start();
  }

  /** {@code skep.yaml} says that pages are read here. */
  void linkFromTheEstate() throws Exception {
    Files.writeString(
        estate.resolve("skep.yaml"),
        "runbooks: {link: \"http://127.0.0.1:%d/{commit}/{path}\"}\n"
            .formatted(server.getAddress().getPort()),
        StandardOpenOption.APPEND);
    try (Git git = Git.open(estate.toFile())) {
      git.commit()
          .setAll(true)
          .setSign(false)
          .setMessage("Where pages are")
          .setAuthor("a", "a@localhost")
          .call();
    }
  }

  /** The only page of a branch that its parent does not have. */
  String draft(String branch) {
    try (Git git = Git.open(estate.toFile());
        TreeWalk walk = new TreeWalk(git.getRepository())) {
      Repository repository = git.getRepository();
      walk.addTree(tree(repository, branch));
      walk.addTree(tree(repository, branch + "~1"));
      walk.setRecursive(true);
      while (walk.next()) {
        if (walk.getObjectId(1).equals(ObjectId.zeroId())) {
          return text(repository, walk.getObjectId(0));
        }
      }
      throw new AssertionError("nothing is new on " + branch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void show(HttpExchange exchange) throws IOException {
    String[] parts = exchange.getRequestURI().getPath().substring(1).split("/", 2);
    try (exchange;
        Git git = Git.open(estate.toFile());
        TreeWalk walk =
            TreeWalk.forPath(git.getRepository(), parts[1], tree(git.getRepository(), parts[0]))) {
      byte[] page = text(git.getRepository(), walk.getObjectId(0)).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  private static ObjectId tree(Repository repository, String commit) throws IOException {
    return repository.resolve(commit + "^{tree}");
  }

  private static String text(Repository repository, ObjectId file) throws IOException {
    return new String(repository.open(file).getBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
