package skep.bot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.repository.ConflictMerge;
import skep.secrets.repository.EstateChange;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryLogin;
import skep.secrets.repository.Unlock;

/**
 * A program of its own, so that what it takes has the start in it: {@code read REPOSITORY KEY} has
 * every file of the newest commit in clear, {@code commit REPOSITORY KEY FOLDER} puts all files of
 * a folder under {@code secret/}.
 */
public final class AllFiles {
  private AllFiles() {}

  public static void main(String[] arguments) throws IOException {
    Unlock key =
        new Unlock.WithKeys(List.of(GitCryptKey.parse(Files.readAllBytes(Path.of(arguments[2])))));
    try (EstateRepository estate =
        GitEstateRepository.open(
            RepositoryAddress.parse(arguments[1]),
            RepositoryLogin.NONE,
            key,
            GitEstateRepository.DEADLINE)) {
      long bytes =
          arguments[0].equals("read") ? read(estate) : commit(estate, Path.of(arguments[3]));
      System.out.println(bytes);
    }
  }

  private static long read(EstateRepository estate) {
    FileTree tree = estate.tree(estate.resolve(""));
    return tree.paths().parallelStream()
        .mapToLong(path -> tree.read(path).orElseThrow().length)
        .sum();
  }

  private static long commit(EstateRepository estate, Path folder) throws IOException {
    var files = new TreeMap<String, Optional<byte[]>>();
    try (Stream<Path> all = Files.list(folder)) {
      all.forEach(file -> files.put("secret/" + file.getFileName(), Optional.of(bytes(file))));
    }
    var author = new EstateChange.Author("bench", "bench@localhost");
    estate.commit(
        new EstateChange(estate.resolve(""), files, author, "All of them"), ConflictMerge.NONE);
    return files.values().stream().mapToLong(content -> content.orElseThrow().length).sum();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
