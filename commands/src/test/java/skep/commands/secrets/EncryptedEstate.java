package skep.commands.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import skep.secrets.repository.ConflictMerge;
import skep.secrets.repository.EstateChange;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryLogin;
import skep.secrets.repository.Unlock;

/** A bare repository in which everything below {@code secret/} is encrypted. */
final class EncryptedEstate implements AutoCloseable {
  private static final PersonIdent ANNA = new PersonIdent("Anna", "anna@example.org");

  final EstateRepository repository;

  /**
   * @param plain files of the first commit, in clear, beside the attributes
   */
  EncryptedEstate(Path home, Map<String, byte[]> plain, Unlock unlock)
      throws IOException, GitAPIException {
    Path work = Files.createDirectory(home.resolve("work"));
    Map<String, byte[]> files = new TreeMap<>(plain);
    files.put(".gitattributes", "secret/** filter=git-crypt\n".getBytes(UTF_8));
    for (var file : files.entrySet()) {
      Path path = work.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    try (Git git = Git.init().setInitialBranch("main").setDirectory(work.toFile()).call()) {
      git.add().addFilepattern(".").call();
      git.commit().setSign(false).setMessage("First").setAuthor(ANNA).setCommitter(ANNA).call();
    }
    Path bare = home.resolve("bare.git");
    Git.cloneRepository()
        .setBare(true)
        .setURI(work.toUri().toString())
        .setDirectory(bare.toFile())
        .call()
        .close();
    repository =
        GitEstateRepository.open(
            RepositoryAddress.parse(bare.toString()),
            RepositoryLogin.NONE,
            unlock,
            GitEstateRepository.DEADLINE);
  }

  void commit(String message, String path, String content) {
    repository.commit(
        EstateChange.of(
            repository.resolve(""),
            Map.of(path, Optional.of(content.getBytes(UTF_8))),
            new EstateChange.Author("Ben", "ben@example.org"),
            message),
        ConflictMerge.NONE);
  }

  String content(String path) {
    return new String(repository.tree(repository.resolve("")).read(path).orElseThrow(), UTF_8);
  }

  @Override
  public void close() {
    repository.close();
  }
}
