package skep.bot.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.RefSpec;
import skep.bot.health.Health;
import skep.bot.health.Metrics;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Said;
import skep.bot.rocketchat.RocketChatOptions;
import skep.deploy.github.GitHubServer;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.Swarm;
import skep.secrets.desk.Desk;
import skep.secrets.desk.DeskOptions;
import skep.secrets.desk.Links;
import skep.secrets.desk.oidc.SignIn;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.repository.ConflictMerge;
import skep.secrets.repository.EstateChange;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryLogin;
import skep.secrets.repository.Unlock;

/**
 * A team with an encrypted estate in a bare repository, the embedded chat server, a Swarm (in
 * memory, if nobody gives another) and a bot of this program with its Secrets desk.
 */
final class VaultTeam implements AutoCloseable {
  static final String POLICY =
      """
      chat: {commands: [ops], alerts: ops-alerts}
      access:
        deploy: {members-of: ops-deployers}
        approve: {members-of: ops-deployers}
        secrets: {members-of: ops-deployers}
        runbooks: {members-of: ops-deployers}
      """;
  private static final String STACK =
      """
      services:
        app:
          image: nginx:1.27-alpine
          secrets: [password, tls]
      secrets:
        password: {file: ../../secret/password.txt}
        tls: {file: ../../secret/tls.pem}
      """;

  final LocalChat chat = LocalChat.start(LocalChat.Options.onFreePort());
  final Swarm swarm;
  final EstateRepository repository;
  final KnownSecrets secrets = new KnownSecrets();
  final GitHubServer gitHub = gitHub();
  final LeakyModel model = new LeakyModel();
  private final GitCryptKey key = GitCryptKey.generate(KeyName.DEFAULT);
  private final Path home;
  private final Optional<Integer> page;
  private final Presence bot;
  private final Desk desk;
  private final DeskSettings settings;

  VaultTeam(Path home, Optional<SignIn> signIn) {
    this(home, signIn, Optional.empty());
  }

  /**
   * @param page the port at which the desk's page is served, if elsewhere
   */
  VaultTeam(Path home, Optional<SignIn> signIn, Optional<Integer> page) {
    this(home, signIn, page, SimulatedSwarm.start(Options.QUICK));
  }

  /**
   * @param swarm closed with the team
   */
  VaultTeam(Path home, Optional<SignIn> signIn, Optional<Integer> page, Swarm swarm) {
    this.swarm = swarm;
    this.page = page;
    this.home = home;
    repository = estate();
    commit(
        "skep.yaml",
        POLICY + "secrets: {rules: {\"secret/password.txt\": {generate: {length: 24}}}}\n");
    commit("stacks/web/stack.yml", STACK);
    commit("secret/password.txt", "hunter2-hunter2");
    commit("secret/tls.pem", "-----BEGIN CERTIFICATE-----\nabc-certificate\n");
    commit("secret/web.env", "# expires: 2027-01-31\nTOKEN=old-token-value\nUSER=somebody-else\n");
    chat.mischief().roles("skep", "user", "bot", "moderator");
    int port = freePort();
    settings =
        new DeskSettings(
            port,
            new DeskOptions(URI.create("http://127.0.0.1:" + port), page.map(VaultTeam::atPort)),
            signIn,
            new Links(InstantSource.system()));
    Health health = new Health(InstantSource.system());
    bot =
        new Presence(
            new Presence.Setup(
                RocketChatOptions.of(URI.create(chat.url()), chat.botUserId(), chat.botToken()),
                swarm,
                repository,
                DeskSettings.links(Optional.of(settings)),
                GitHub.read(
                    new Settings(
                        Map.of(
                            "SKEP_GITHUB_REPOSITORY",
                            "team/estate",
                            "SKEP_GITHUB_TOKEN",
                            GitHubServer.TOKEN,
                            "SKEP_GITHUB_ISSUES",
                            "yes",
                            "SKEP_GITHUB_API",
                            gitHub.api().toString())),
                    secrets),
                RegistryCredentials.NONE,
                Map.of(),
                secrets,
                questions(),
                _ -> {},
                health,
                new Metrics(health),
                SmallTeam.PACE));
    desk = settings.serve(bot.desk());
    await().atMost(30, SECONDS).until(() -> chat.subscriptions().stream().anyMatch(n -> n > 0));
  }

  private Questions questions() {
    Questions usual =
        new RunbookSettings(new Settings(Map.of()), secrets)
            .questions("vault-" + UUID.randomUUID());
    return AnsweredBy.model(model, usual);
  }

  private static GitHubServer gitHub() {
    try {
      return new GitHubServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI atPort(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  int pagePort() {
    return page.orElseThrow();
  }

  /**
   * Below those the system gives to whoever connects, so that nobody takes it meanwhile. Asked by
   * knocking: a bound socket would be inherited for a moment by what another test starts.
   */
  static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (Socket taken = new Socket(InetAddress.getLoopbackAddress(), port)) {
        taken.setSoLinger(true, 0);
      } catch (IOException e) {
        return port;
      }
    }
  }

  private EstateRepository estate() {
    Path bare = bare();
    Path work = home.resolve("work");
    try (Git git = Git.init().setInitialBranch("main").setDirectory(work.toFile()).call()) {
      Files.writeString(
          work.resolve(".gitattributes"), "secret/** filter=git-crypt diff=git-crypt\n");
      git.add().addFilepattern(".").call();
      git.commit().setSign(false).setMessage("First").setAuthor("Skep", "skep@localhost").call();
      Git.cloneRepository()
          .setBare(true)
          .setURI(work.toUri().toString())
          .setDirectory(bare.toFile())
          .call()
          .close();
    } catch (IOException | GitAPIException e) {
      throw new IllegalStateException("no estate", e);
    }
    return GitEstateRepository.open(
        RepositoryAddress.parse(bare.toString()),
        RepositoryLogin.NONE,
        new Unlock.WithKeys(List.of(key)),
        GitEstateRepository.DEADLINE,
        secrets::learn);
  }

  void commit(String path, String content) {
    commit(Map.of(path, content));
  }

  void commit(Map<String, String> contents) {
    Map<String, Optional<byte[]>> files = new TreeMap<>();
    contents.forEach((path, content) -> files.put(path, Optional.of(content.getBytes(UTF_8))));
    repository.commit(
        EstateChange.of(
            repository.resolve(""),
            files,
            new EstateChange.Author("Ben", "ben@example.org"),
            "Change " + contents.keySet().stream().sorted().findFirst().orElse("nothing")),
        ConflictMerge.NONE);
  }

  /** All files of all drafts of runbooks. */
  String drafts() {
    try (Git git = Git.open(bare().toFile())) {
      StringBuilder drafts = new StringBuilder();
      Set<String> merged = repository.tree(repository.resolve("")).paths();
      for (Ref branch : git.branchList().call()) {
        if (branch.getName().startsWith("refs/heads/runbook/")) {
          FileTree tree = repository.tree(repository.resolve(branch.getName().substring(11)));
          tree.paths().stream()
              .filter(path -> !merged.contains(path))
              .forEach(path -> drafts.append(text(tree, path)));
        }
      }
      return drafts.toString();
    } catch (IOException | GitAPIException e) {
      throw new IllegalStateException("no drafts", e);
    }
  }

  private static String text(FileTree tree, String path) {
    return path + "\n" + new String(tree.read(path).orElseThrow(), UTF_8);
  }

  /** A pull request with this file in clear, as git without git-crypt would have it. */
  void proposed(int pullRequest, String path, String content) {
    Path clone = home.resolve("proposal-" + pullRequest);
    try (Git git =
        Git.cloneRepository()
            .setURI(bare().toUri().toString())
            .setDirectory(clone.toFile())
            .call()) {
      Path file = clone.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      git.add().addFilepattern(path).call();
      git.commit().setSign(false).setMessage("Proposal").setAuthor("cleo", "c@localhost").call();
      git.push().setRefSpecs(new RefSpec("HEAD:refs/pull/" + pullRequest + "/head")).call();
    } catch (IOException | GitAPIException e) {
      throw new IllegalStateException("no pull request", e);
    }
  }

  Path bare() {
    return home.resolve("estate.git");
  }

  /** The exported key, as a bot of another program reads it. */
  Path keyFile() {
    try {
      return Files.write(home.resolve("exported-key"), key.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String content(String path) {
    return new String(repository.tree(repository.resolve("")).read(path).orElseThrow(), UTF_8);
  }

  String address() {
    return settings.options().address().toString();
  }

  /** Waits until the bot wrote something with this in it there, and says what. */
  String hears(String room, String words) {
    return hears(room, words, Duration.ofSeconds(60));
  }

  String hears(String room, String words, Duration within) {
    await()
        .atMost(within)
        .untilAsserted(() ->
            assertThat(chat.said(room)).extracting(Said::text).anyMatch(it -> it.contains(words)));
    return said(room, words).orElseThrow();
  }

  private Optional<String> said(String room, String words) {
    return chat.said(room).stream()
        .filter(message -> message.by().equals("skep"))
        .map(Said::text)
        .filter(text -> text.contains(words))
        .findFirst();
  }

  /** What the bot wrote to this person alone. */
  String toldInPrivate(String person, String words) {
    return hears(chat.directRoomId("skep", person), words);
  }

  @Override
  public void close() {
    desk.close();
    bot.close();
    chat.close();
    repository.close();
    swarm.close();
    gitHub.close();
  }
}
