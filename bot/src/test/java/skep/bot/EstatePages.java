package skep.bot;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Shows an estate's files to people, as a web view of its repository does. */
final class EstatePages {
  private static final String ADDRESS = "https://git.example.org/";

  private final Path estate;

  EstatePages(Path estate) {
    this.estate = estate;
  }

  /** From now on a browser gets them there. */
  void showIn(BrowserContext browser) {
    browser.route(ADDRESS + "**", this::show);
  }

  /** {@code skep.yaml} says that pages are read here. */
  void linkFromTheEstate() throws Exception {
    Files.writeString(
        estate.resolve("skep.yaml"),
        "runbooks: {link: \"%s{commit}/{path}\"}\n".formatted(ADDRESS),
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

  private void show(Route route) {
    String[] parts = URI.create(route.request().url()).getPath().substring(1).split("/", 2);
    try (Git git = Git.open(estate.toFile());
        TreeWalk walk =
            TreeWalk.forPath(git.getRepository(), parts[1], tree(git.getRepository(), parts[0]))) {
      route.fulfill(
          new Route.FulfillOptions()
              .setContentType("text/plain; charset=utf-8")
              .setBody(text(git.getRepository(), walk.getObjectId(0))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectId tree(Repository repository, String commit) throws IOException {
    return repository.resolve(commit + "^{tree}");
  }

  private static String text(Repository repository, ObjectId file) throws IOException {
    return new String(repository.open(file).getBytes(), StandardCharsets.UTF_8);
  }
}
