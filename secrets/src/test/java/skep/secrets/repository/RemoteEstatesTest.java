package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.secrets.redaction.SecretValue;

/** Estates on servers that ask who is there: over http with a token, over ssh with a key. */
class RemoteEstatesTest {
  private static final String TOKEN = "token-of-the-bot";
  @TempDir Path temp;
  private GitProgram git;
  private CommitId first;

  @BeforeEach
  void anEstate() throws IOException {
    git = GitProgram.init(Files.createDirectory(temp.resolve("estate")));
    first = git.write("stacks/web/stack.yml", "services: {}\n").commit("first");
  }

  @Test
  void overHttpATokenOpensIt() throws IOException {
    try (GitHttpServer server = new GitHttpServer(temp, "skep", TOKEN);
        EstateRepository repository = open(server.address("estate/.git"), token(TOKEN))) {
      assertReadsOldAndNew(repository);
      assertThat(server.statuses()).contains(200);
    }
  }

  @Test
  void overHttpAWrongTokenIsRefusedAndNotShown() throws IOException {
    try (GitHttpServer server = new GitHttpServer(temp, "skep", TOKEN);
        EstateRepository repository =
            open(server.address("estate/.git"), token("another-token-altogether"))) {
      assertThatThrownBy(() -> repository.resolve(""))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining("SKEP_ESTATE_TOKEN")
          .hasMessageNotContaining("another-token-altogether");
      assertThat(server.statuses()).containsOnly(401);
    }
  }

  @Test
  void overSshAKeyOpensIt() throws Exception {
    KeyPair key = keyPair();
    try (SshServer server = sshServer(key);
        EstateRepository repository = open(address(server), keyLogin(key, knownHosts(server)))) {
      assertReadsOldAndNew(repository);
    }
  }

  @Test
  void overSshAKeyNobodyKnowsIsRefused() throws Exception {
    try (SshServer server = sshServer(keyPair());
        EstateRepository repository =
            open(address(server), keyLogin(keyPair(), knownHosts(server)))) {
      assertThatThrownBy(() -> repository.resolve(""))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining("cannot fetch");
    }
  }

  @Test
  void overSshAServerThatIsNotTheKnownOneIsRefused() throws Exception {
    KeyPair key = keyPair();
    try (SshServer server = sshServer(key)) {
      Path nobody = Files.createFile(temp.resolve("nobody"));
      try (EstateRepository repository = open(address(server), keyLogin(key, nobody))) {
        assertThatThrownBy(() -> repository.resolve("")).isInstanceOf(RepositoryException.class);
      }
    }
  }

  private void assertReadsOldAndNew(EstateRepository repository) {
    assertThat(repository.resolve("")).isEqualTo(first);
    CommitId second = git.write("stacks/web/stack.yml", "services: {a: {}}\n").commit("second");
    assertThat(repository.resolve("main")).isEqualTo(second);
    assertThat(repository.tree(second).read("stacks/web/stack.yml"))
        .hasValue("services: {a: {}}\n".getBytes(UTF_8));
  }

  private String address(SshServer server) {
    return "ssh://bot@127.0.0.1:%d%s/.git".formatted(server.getPort(), git.directory());
  }

  private SshServer sshServer(KeyPair trusted) throws IOException, GeneralSecurityException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(keyPair()));
    server.setPublickeyAuthenticator(
        (user, key, session) -> KeyUtils.compareKeys(key, trusted.getPublic()));
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    server.start();
    return server;
  }

  private Path knownHosts(SshServer server) throws IOException, GeneralSecurityException {
    var host = server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic();
    return Files.writeString(
        temp.resolve("known_hosts"),
        "[127.0.0.1]:%d %s%n".formatted(server.getPort(), PublicKeyEntry.toString(host)));
  }

  private RepositoryLogin keyLogin(KeyPair key, Path knownHosts)
      throws IOException, GeneralSecurityException {
    Path file = temp.resolve("key");
    try (OutputStream out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
    }
    return new RepositoryLogin(
        Optional.empty(), Optional.empty(), Optional.of(file), Optional.of(knownHosts));
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static RepositoryLogin token(String token) {
    return new RepositoryLogin(
        Optional.empty(), Optional.of(SecretValue.of(token)), Optional.empty(), Optional.empty());
  }

  private static EstateRepository open(String address, RepositoryLogin login) {
    return GitEstateRepository.open(
        RepositoryAddress.parse(address), login, new Unlock.WithNothing(), Duration.ofSeconds(20));
  }
}
