package skep.secrets.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.repository.EstateChange.Author;

/** What git-crypt encrypted is read, and what Skep encrypts git-crypt reads, however large. */
class LargeFilesTest {
  private static final Author ANNA = new Author("Anna", "anna@example.org");

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(ints = {16, 200})
  void aFileOfSoManyMegabytes(int megabytes) throws IOException {
    GitProgram origin = GitProgram.bare(Files.createDirectory(temp.resolve("origin.git")));
    GitProgram work = origin.cloneInto(temp.resolve("work"));
    // It would be tried for seconds, and make nothing smaller.
    List.of(origin, work).forEach(git -> git.git("config", "core.compression", "0"));
    work.gitCrypt("init");
    work.write(".gitattributes", "secret/** filter=git-crypt diff=git-crypt\n");
    byte[] content = new byte[megabytes * 1_000_000];
    new Random(megabytes).nextBytes(content);
    work.write("secret/written", content);
    CommitId commit = work.commit("large");
    work.git("push", "-q", "origin", "main");
    Path exported = temp.resolve("key");
    work.gitCrypt("export-key", exported.toString());
    try (EstateRepository estate = open(origin, GitCryptKey.parse(Files.readAllBytes(exported)))) {
      estate.resolve("");
      assertThat(Arrays.equals(estate.tree(commit).read("secret/written").orElseThrow(), content))
          .isTrue();
      estate.commit(
          EstateChange.of(commit, Map.of("secret/committed", Optional.of(content)), ANNA, "Large"),
          ConflictMerge.NONE);
    }
    work.git("pull", "-q");
    assertThat(Arrays.equals(work.read("secret/committed"), content)).isTrue();
    assertThat(work.git("rev-parse", "HEAD:secret/committed"))
        .isEqualTo(work.git("rev-parse", "HEAD:secret/written"));
  }

  private static EstateRepository open(GitProgram origin, GitCryptKey key) {
    return GitEstateRepository.open(
        RepositoryAddress.parse(origin.directory().toString()),
        RepositoryLogin.NONE,
        new Unlock.WithKeys(List.of(key)),
        GitEstateRepository.DEADLINE);
  }
}
