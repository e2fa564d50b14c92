package skep.bot.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import skep.commands.ask.OtherRepositories;
import skep.deploy.estate.RunbookPolicy.Place;
import skep.deploy.estate.RunbookPolicy.Repository;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.RepositoryException;

class OpenedRepositoriesTest {
  private static final String TOKEN = "token-of-the-estate";

  private final List<String> opened = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();

  @Test
  void eachIsOpenedOnceAndAllAreClosedWithTheRunbooks() {
    OtherRepositories others = new OpenedRepositories(this::open);

    others.newest(repository("a"));
    others.newest(repository("b"));
    others.newest(repository("a"));
    assertThat(opened).containsExactly("a", "b");
    others.close();

    assertThat(closed).containsExactlyInAnyOrder("a", "b");
    others.close();
    assertThat(closed).as("not once more").hasSize(2);
  }

  @Test
  void oneThatDidNotOpenIsTriedAgainAndKeepsTheOthersOpen() {
    List<String> tried = new ArrayList<>();
    OtherRepositories others =
        new OpenedRepositories(url -> {
          tried.add(url);
          if (tried.size() == 2) {
            throw new RepositoryException("it is no repository");
          }
          return open(url);
        });

    others.newest(repository("a"));
    assertThatThrownBy(() -> others.newest(repository("b"))).hasMessage("it is no repository");
    others.newest(repository("b"));

    assertThat(opened).containsExactly("a", "b");
    assertThat(closed).isEmpty();
  }

  @Test
  void theEstatesLoginGoesToItsOwnServer() throws IOException {
    try (Asking own = new Asking()) {
      asked(own.address("estate.git"), own.address("handbook.git"));

      assertThat(own.passwords).containsOnly(TOKEN).isNotEmpty();
    }
  }

  @Test
  void theEstatesLoginGoesToNoOtherServer() throws IOException {
    try (Asking own = new Asking();
        Asking other = new Asking()) {
      asked(own.address("estate.git"), other.address("handbook.git"));
      asked("https://git.example.org/estate.git", other.address("handbook.git"));
      asked("git@127.0.0.1:estate.git", other.address("handbook.git"));
      asked("/srv/estate", other.address("handbook.git"));

      assertThat(other.requests).as("it was asked").isNotEmpty();
      assertThat(other.passwords).isEmpty();
      assertThat(own.requests).isEmpty();
    }
  }

  /** What one parser takes for the host is a user's name to another. */
  @Test
  void anAddressThatLooksLikeTheEstatesServerDoesNotGetItsLogin() throws IOException {
    try (Asking other = new Asking()) {
      for (String mark : List.of("?", "#", ";", "%3F", "\\")) {
        asked(
            "http://127.0.0.1/estate.git",
            other.address("handbook.git").replace("//", "//127.0.0.1" + mark + "@"));
      }

      assertThat(other.requests).as("it was asked").isNotEmpty();
      assertThat(other.passwords).doesNotContain(TOKEN);
    }
  }

  /** Reads the newest commit of a repository that has none. */
  private static void asked(String estate, String url) {
    KnownSecrets secrets = new KnownSecrets();
    Settings settings = new Settings(Map.of("SKEP_ESTATE", estate, "SKEP_ESTATE_TOKEN", TOKEN));
    try (OtherRepositories others =
        new RunbookSettings(settings, secrets).questions("test").others()) {
      assertThatThrownBy(() -> others.newest(repository(url)))
          .isInstanceOf(RepositoryException.class)
          .message()
          .doesNotContain(TOKEN);
    }
  }

  private static Repository repository(String url) {
    return new Repository(url, new Place(List.of(""), Optional.empty()));
  }

  private EstateRepository open(String url) {
    opened.add(url);
    CommitId commit = new CommitId("%040x".formatted(opened.size()));
    return (EstateRepository)
        Proxy.newProxyInstance(
            EstateRepository.class.getClassLoader(),
            new Class<?>[] {EstateRepository.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "resolve" -> commit;
                  case "tree" -> tree(commit);
                  case "close" -> closed.add(url);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static FileTree tree(CommitId commit) {
    return (FileTree)
        Proxy.newProxyInstance(
            FileTree.class.getClassLoader(),
            new Class<?>[] {FileTree.class},
            (_, method, _) -> {
              assertThat(method.getName()).isEqualTo("commit");
              return commit;
            });
  }

  /** A server that asks everybody for a password, and has nothing for anybody. */
  private static final class Asking implements AutoCloseable {
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> passwords = new CopyOnWriteArrayList<>();

    private Asking() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::handle);
      server.start();
    }

    private String address(String path) {
      return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
    }

    private void handle(HttpExchange exchange) throws IOException {
      try (exchange) {
        requests.add(exchange.getRequestURI().toString());
        Optional<String> login =
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        login.map(Asking::password).ifPresent(passwords::add);
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"pages\"");
        exchange.sendResponseHeaders(login.isPresent() ? 404 : 401, -1);
      }
    }

    private static String password(String header) {
      String plain =
          new String(Base64.getDecoder().decode(header.substring("Basic ".length())), UTF_8);
      return plain.substring(plain.indexOf(':') + 1);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
