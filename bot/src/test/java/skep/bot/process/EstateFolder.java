package skep.bot.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** An estate in a directory, in which a test commits. */
record EstateFolder(Path directory) {
  private static final PersonIdent AUTHOR = new PersonIdent("Ann", "ann@localhost");

  static EstateFolder make(Path directory, Map<String, String> files) {
    try (Git git = Git.init().setInitialBranch("main").setDirectory(directory.toFile()).call()) {
      EstateFolder estate = new EstateFolder(directory);
      estate.commit(git, files);
      return estate;
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds these files, or replaces them. */
  void commit(Map<String, String> files) {
    try (Git git = Git.open(directory.toFile())) {
      commit(git, files);
    } catch (IOException | GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  private void commit(Git git, Map<String, String> files) throws GitAPIException {
    files.forEach(this::write);
    git.add().addFilepattern(".").call();
    git.commit().setSign(false).setMessage("Change").setAuthor(AUTHOR).setCommitter(AUTHOR).call();
  }

  private void write(String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
