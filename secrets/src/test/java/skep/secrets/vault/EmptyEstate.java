package skep.secrets.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** One first commit in a bare repository. */
final class EmptyEstate {
  private EmptyEstate() {}

  static void push(Path work, Path bare, String path, String content) throws GitAPIException {
    try (Git git = Git.init().setInitialBranch("main").setDirectory(work.toFile()).call()) {
      Files.writeString(work.resolve(path), content);
      git.add().addFilepattern(".").call();
      git.commit().setSign(false).setMessage("First").setAuthor("Skep", "skep@localhost").call();
      git.push().setRemote(bare.toUri().toString()).add("main").call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
