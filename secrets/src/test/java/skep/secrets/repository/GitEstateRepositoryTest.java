package skep.secrets.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.secrets.redaction.SecretValue;

class GitEstateRepositoryTest {
  @TempDir Path temp;
  private GitProgram git;

  @BeforeEach
  void anEstate() throws IOException {
    git = GitProgram.init(Files.createDirectory(temp.resolve("estate")));
  }

  @Test
  void branchesTagsAndBeginningsOfIdsStandForTheirCommits() {
    CommitId first = git.write("a", "1").commit("first");
    git.git("tag", "-a", "v1", "-m", "annotated");
    git.git("checkout", "-q", "-b", "feature/x");
    CommitId second = git.write("a", "2").commit("second");
    git.git("update-ref", "refs/pull/7/head", second.sha());
    git.git("checkout", "-q", "main");
    for (String address : List.of(git.directory().toString(), "file://" + git.directory())) {
      try (EstateRepository repository = open(address)) {
        assertThat(repository.resolve("")).isEqualTo(first);
        assertThat(repository.resolve("main")).isEqualTo(first);
        assertThat(repository.resolve("v1")).isEqualTo(first);
        assertThat(repository.resolve("feature/x")).isEqualTo(second);
        assertThat(repository.resolve("pull/7")).isEqualTo(second);
        assertThat(repository.resolve(second.sha())).isEqualTo(second);
        assertThat(repository.resolve(second.brief())).isEqualTo(second);
        assertThat(repository.contains(second, first)).isTrue();
        assertThat(repository.contains(first, second)).isFalse();
        assertThat(repository.tree(second).read("a")).hasValue(new byte[] {'2'});
      }
    }
  }

  @Test
  void aTagCannotPassForTheBranchOfItsName() {
    git.write("a", "1").commit("first");
    git.git("checkout", "-q", "-b", "other");
    git.write("a", "evil").commit("evil");
    git.git("tag", "main");
    git.git("checkout", "-q", "refs/heads/main");
    CommitId main = new CommitId(git.git("rev-parse", "refs/heads/main"));
    try (EstateRepository repository = open(git.directory().toString())) {
      assertThat(repository.resolve("main")).isEqualTo(main);
    }
  }

  @Test
  void whatIsNotThereOrNoNameIsRefused() {
    git.write("a", "1").commit("first");
    try (EstateRepository repository = open(git.directory().toString())) {
      for (String ref :
          List.of("nope", "pull/9", "--all", "a..b", "main@{1}", "main:a", "dead\n")) {
        assertThatThrownBy(() -> repository.resolve(ref)).isInstanceOf(RepositoryException.class);
      }
    }
  }

  @Test
  void newCommitsAndForcedPushesAreSeen() {
    CommitId first = git.write("a", "1").commit("first");
    try (EstateRepository repository = open("file://" + git.directory())) {
      assertThat(repository.resolve("")).isEqualTo(first);
      CommitId second = git.write("a", "2").commit("second");
      assertThat(repository.resolve("")).isEqualTo(second);
      assertThat(repository.contains(second, first)).isTrue();
      git.git("checkout", "-q", "--orphan", "fresh");
      CommitId rewritten = git.write("a", "3").commit("rewritten");
      git.git("branch", "-f", "main", "fresh");
      git.git("checkout", "-q", "main");
      assertThat(repository.resolve("")).isEqualTo(rewritten);
      assertThat(repository.contains(rewritten, second)).isFalse();
      assertThat(repository.tree(second).read("a")).hasValue(new byte[] {'2'});
    }
  }

  @Test
  void linksAndSubmodulesAreNotFilesAndNotWays() throws IOException {
    git.write("dir/file", "x");
    Files.createSymbolicLink(git.directory().resolve("link"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(git.directory().resolve("folder"), Path.of("dir"));
    git.git("add", "-A");
    git.git("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",module");
    git.git("commit", "-q", "-m", "links");
    try (EstateRepository repository = open(git.directory().toString())) {
      FileTree tree = repository.tree(repository.resolve(""));
      assertThat(tree.paths()).containsExactly("dir/file");
      for (String path : List.of("link", "folder/file", "module", "module/x")) {
        assertThatThrownBy(() -> tree.read(path))
            .isInstanceOf(UnsafePathException.class)
            .hasMessageContaining(path);
      }
      for (String path : List.of("../x", "/etc/passwd", "dir/../../x", "dir\\file", "a\0b", "")) {
        assertThatThrownBy(() -> tree.read(path)).isInstanceOf(UnsafePathException.class);
      }
      assertThat(tree.read("dir")).isEmpty();
      assertThat(tree.read("nothing")).isEmpty();
    }
  }

  @Test
  void aFolderInsideAnotherRepositoryIsNotItsEstate() {
    git.write("sub/a", "1").commit("first");
    assertThatThrownBy(() -> open(git.directory().resolve("sub").toString()))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("is not a git repository");
  }

  @Test
  void aServerThatFallsSilentIsGivenUpAndWhatWasReadStays() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      List<Socket> held = new CopyOnWriteArrayList<>();
      Thread accepting = Thread.startVirtualThread(() -> hold(server, held));
      String address = "http://127.0.0.1:%d/estate.git".formatted(server.getLocalPort());
      try (EstateRepository repository =
          GitEstateRepository.open(
              RepositoryAddress.parse(address),
              RepositoryLogin.NONE,
              new Unlock.WithNothing(),
              Duration.ofSeconds(3))) {
        assertThatThrownBy(() -> repository.resolve(""))
            .isInstanceOf(RepositoryException.class)
            .hasMessageContaining("did not answer");
        await().untilAsserted(() -> assertThat(held).isNotEmpty());
      }
      accepting.interrupt();
    }
  }

  @Test
  void aServerThatFallsSilentInMidFetchLeavesWhatWasThereBefore() throws IOException {
    CommitId first = git.write("a", "1").commit("first");
    try (FickleServer server = new FickleServer(git.directory().resolve(".git"));
        EstateRepository repository =
            GitEstateRepository.open(
                RepositoryAddress.parse(server.address()),
                RepositoryLogin.NONE,
                new Unlock.WithNothing(),
                Duration.ofSeconds(3))) {
      assertThat(repository.resolve("")).isEqualTo(first);
      CommitId second = git.write("a", "2").commit("second");
      for (int bytes : new int[] {10, 400}) {
        int before = server.connections();
        server.fallSilentAfter(bytes);
        assertThatThrownBy(() -> repository.resolve("")).isInstanceOf(RepositoryException.class);
        assertThat(server.connections()).isGreaterThan(before);
        assertThat(repository.tree(first).read("a")).hasValue(new byte[] {'1'});
      }
      server.fallSilentAfter(Integer.MAX_VALUE);
      assertThat(repository.resolve("")).isEqualTo(second);
    }
  }

  @Test
  void aTokenIsNotTakenToAnotherHost() throws IOException {
    List<String> authorizations = new CopyOnWriteArrayList<>();
    HttpServer thief =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    thief.createContext(
        "/",
        exchange -> {
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=x");
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    HttpServer estate =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    estate.createContext(
        "/",
        exchange -> {
          String there =
              "http://localhost:%d/estate.git/info/refs?service=git-upload-pack"
                  .formatted(thief.getAddress().getPort());
          exchange.getResponseHeaders().add("Location", there);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    thief.start();
    estate.start();
    RepositoryLogin login =
        new RepositoryLogin(
            Optional.empty(),
            Optional.of(SecretValue.of("token-token")),
            Optional.empty(),
            Optional.empty());
    try (EstateRepository repository =
        GitEstateRepository.open(
            RepositoryAddress.parse(
                "http://127.0.0.1:%d/estate.git".formatted(estate.getAddress().getPort())),
            login,
            new Unlock.WithNothing(),
            Duration.ofSeconds(20))) {
      assertThatThrownBy(() -> repository.resolve(""))
          .isInstanceOf(RepositoryException.class)
          .hasMessageNotContaining("token-token");
      assertThat(authorizations).isNotEmpty().containsOnly("null");
    } finally {
      estate.stop(0);
      thief.stop(0);
    }
  }

  private static void hold(ServerSocket server, List<Socket> held) {
    try {
      while (true) {
        held.add(server.accept());
      }
    } catch (IOException e) {
      // The server is closed: the test is over.
      held.clear();
    }
  }

  private static EstateRepository open(String address) {
    return GitEstateRepository.open(
        RepositoryAddress.parse(address),
        RepositoryLogin.NONE,
        new Unlock.WithNothing(),
        GitEstateRepository.DEADLINE);
  }
}
