package skep.deploy.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.deploy.estate.Estate;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.LockedFileException;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryLogin;
import skep.secrets.repository.Unlock;

/** Stacks read from a real git repository that the real git-crypt encrypted. */
class EncryptedEstateTest {
  private static final String STACK = "stacks/web/stack.yml.j2";
  @TempDir Path temp;
  private Path estate;
  private Optional<EstateRepository> open = Optional.empty();

  @BeforeEach
  void anEstate() throws IOException {
    estate = Files.createDirectory(temp.resolve("estate"));
    run("git", "init", "-q", "-b", "main");
    run("git-crypt", "init");
    write(
        STACK,
        """
        services:
          app:
            image: "registry.example.org/app:{{ tag }}"
            env_file: app.env
            secrets: [key]
        secrets: {key: {file: key.txt}}
        """);
    write("vars/a.yml", "tag: '7'\n");
    write("stacks/web/app.env", "MODE=hidden\n");
    write("stacks/web/key.txt", "hush");
    write("skep.yaml", "stacks: {web: {file: " + STACK + "}}\n");
  }

  @AfterEach
  void close() {
    open.ifPresent(EstateRepository::close);
  }

  @Test
  void withTheKeyTemplateVariablesAndFilesAreOne() {
    FileTree tree = commit(true, "skep.yaml", "vars/*", "stacks/**");
    assertThat(Estate.read(tree).stackNames()).containsExactly("web");
    DesiredStack stack = load(tree);
    assertThat(stack.services().getFirst().spec().at("/TaskTemplate/ContainerSpec/Image").asText())
        .isEqualTo("registry.example.org/app:7");
    assertThat(stack.services().getFirst().spec().at("/TaskTemplate/ContainerSpec/Env/0").asText())
        .isEqualTo("MODE=hidden");
    assertThat(stack.secrets().getFirst().value().orElseThrow().reveal())
        .isEqualTo("hush".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {STACK, "vars/a.yml", "stacks/web/app.env", "stacks/web/key.txt"})
  void withoutTheKeyTheLockedFileIsNamed(String locked) {
    FileTree tree = commit(false, locked);
    assertThat(catchThrowableOfType(InvalidStackException.class, () -> load(tree)))
        .hasMessageContainingAll(locked, "GIT_CRYPT_KEY_FILE");
  }

  @Test
  void withoutTheKeyALockedSkepYamlIsNamed() {
    FileTree tree = commit(false, "skep.yaml");
    assertThatThrownBy(() -> Estate.read(tree))
        .isInstanceOf(LockedFileException.class)
        .hasMessageContainingAll("skep.yaml", "GIT_CRYPT_KEY_FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {STACK, "vars/a.yml", "stacks/web/app.env", "stacks/web/key.txt"})
  void aLinkOutOfTheEstateIsRefusedByItsName(String link) throws IOException {
    Files.delete(estate.resolve(link));
    Files.createSymbolicLink(estate.resolve(link), Path.of("/etc/hostname"));
    FileTree tree = commit(true, "nothing");
    assertThat(catchThrowableOfType(InvalidStackException.class, () -> load(tree)))
        .hasMessageContainingAll(link, "symbolic link");
  }

  @Test
  void aFolderThatIsALinkIsRefusedByItsName() throws IOException {
    Files.move(estate.resolve("vars"), estate.resolve("elsewhere"));
    Files.createSymbolicLink(estate.resolve("vars"), Path.of("elsewhere"));
    FileTree tree = commit(true, "nothing");
    assertThat(catchThrowableOfType(InvalidStackException.class, () -> load(tree)))
        .hasMessageContaining("vars: is a symbolic link");
  }

  @Test
  void aStackFileOfFiftyMegabytesIsRefusedBySize() throws IOException {
    byte[] large = new byte[50_000_000];
    Arrays.fill(large, (byte) '#');
    Files.write(estate.resolve(STACK), large);
    FileTree tree = commit(true, "nothing");
    assertThat(catchThrowableOfType(InvalidStackException.class, () -> load(tree)))
        .hasMessageContainingAll(STACK, "50,000,000 bytes");
  }

  @Test
  void envFilesOutOfTheEstateAreRefusedInEveryForm() throws IOException {
    for (String path :
        List.of(
            "../../../etc/passwd",
            "/etc/passwd",
            "./../../../etc/passwd",
            "a/../../../../etc/passwd",
            "..\\\\..\\\\..\\\\etc\\\\passwd",
            "../web/../../../x")) {
      write(STACK, "services: {a: {image: b, env_file: '" + path + "'}}\n");
      FileTree tree = commit(true, "nothing");
      assertThat(catchThrowableOfType(InvalidStackException.class, () -> load(tree)).problems())
          .as(path)
          .isNotEmpty()
          .allSatisfy(problem -> assertThat(problem.message()).contains("env_file of service a"));
    }
  }

  private static DesiredStack load(FileTree tree) {
    return new StackLoader().load(new StackSource("web", tree, List.of(STACK), Map.of(), false));
  }

  private FileTree commit(boolean withKey, String... encrypted) {
    StringBuilder attributes = new StringBuilder();
    Stream.of(encrypted)
        .forEach(path -> attributes.append(path).append(" filter=git-crypt diff=git-crypt\n"));
    write(".gitattributes", attributes.toString());
    run("git", "add", "-A");
    run("git", "commit", "-q", "-m", "estate");
    Path key = temp.resolve("key");
    run("git-crypt", "export-key", key.toString());
    close();
    EstateRepository repository =
        GitEstateRepository.open(
            RepositoryAddress.parse(estate.toString()),
            RepositoryLogin.NONE,
            withKey
                ? new Unlock.WithKeys(List.of(GitCryptKey.parse(bytes(key))))
                : new Unlock.WithNothing(),
            GitEstateRepository.DEADLINE);
    open = Optional.of(repository);
    return repository.tree(repository.resolve(""));
  }

  private void write(String path, String text) {
    try {
      Path file = estate.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void run(String... command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(estate.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
      builder
          .environment()
          .putAll(
              Map.of(
                  "GIT_CONFIG_GLOBAL", "/dev/null",
                  "GIT_CONFIG_NOSYSTEM", "1",
                  // Maintenance would go on writing while the folder is removed.
                  "GIT_CONFIG_COUNT", "1",
                  "GIT_CONFIG_KEY_0", "maintenance.auto",
                  "GIT_CONFIG_VALUE_0", "false",
                  "GIT_AUTHOR_NAME", "A",
                  "GIT_AUTHOR_EMAIL", "a@example.org",
                  "GIT_COMMITTER_NAME", "A",
                  "GIT_COMMITTER_EMAIL", "a@example.org"));
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
