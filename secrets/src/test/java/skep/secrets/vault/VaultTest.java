package skep.secrets.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.ConflictException;
import skep.secrets.repository.EstateChange.Author;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryException;
import skep.secrets.repository.RepositoryLogin;
import skep.secrets.repository.Unlock;

class VaultTest {
  private static final Author ANNA = new Author("Anna", "anna@example.org");
  private static final Author BEN = new Author("Ben", "ben@example.org");
  private static final SecretName PASSWORD = name("secret/web.env", "PASSWORD");
  private static final SecretName TOKEN = name("secret/web.env", "TOKEN");
  private static final SecretName TLS = new SecretName("secret/tls.pem", Optional.empty());

  @TempDir Path temp;
  private EstateRepository repository;
  private Vault vault;

  private static SecretName name(String path, String key) {
    return new SecretName(path, Optional.of(KeyPath.parse(key)));
  }

  @BeforeEach
  void anEstateWithRules() throws GitAPIException {
    Path bare = temp.resolve("bare.git");
    Git.init().setBare(true).setInitialBranch("main").setDirectory(bare.toFile()).call().close();
    Path work = temp.resolve("work");
    EmptyEstate.push(work, bare, ".gitattributes", "secret/** filter=git-crypt diff=git-crypt\n");
    repository =
        GitEstateRepository.open(
            RepositoryAddress.parse(bare.toString()),
            RepositoryLogin.NONE,
            new Unlock.WithKeys(List.of(GitCryptKey.generate(KeyName.DEFAULT))),
            GitEstateRepository.DEADLINE);
    vault = new Vault(repository);
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private CommitId put(SecretName name, String value, Author author) {
    return vault.put(name, SecretValue.of(value), repository.resolve(""), author, "Change " + name);
  }

  private String file(String path) {
    return new String(repository.tree(repository.resolve("")).read(path).orElseThrow(), UTF_8);
  }

  private Secret secret(SecretName name, SecretRules rules) {
    return vault.all(repository.resolve(""), rules).stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aValueIsAddedChangedAndReadAgain() {
    put(PASSWORD, "first value", ANNA);
    put(TOKEN, "another", ANNA);
    CommitId changed = put(PASSWORD, "second value", BEN);
    assertThat(file("secret/web.env")).isEqualTo("PASSWORD=\"second value\"\nTOKEN=another\n");
    assertThat(vault.value(changed, PASSWORD)).contains(SecretValue.of("second value"));
    assertThat(vault.value(changed, name("secret/web.env", "NONE"))).isEmpty();
    assertThat(vault.value(changed, TLS)).isEmpty();
  }

  @Test
  void eachValueIsAsOldAsItsOwnLastChange() {
    put(PASSWORD, "first value", ANNA);
    put(TLS, "-----BEGIN-----\n", ANNA);
    put(TOKEN, "another", BEN);
    assertThat(vault.all(repository.resolve(""), SecretRules.NONE))
        .extracting(one -> one.name() + " by " + one.changed().orElseThrow().author())
        .containsExactly(
            "secret/tls.pem by Anna",
            "secret/web.env:PASSWORD by Anna",
            "secret/web.env:TOKEN by Ben");
  }

  @Test
  void aWholeFileIsKeptExactly() {
    byte[] odd = {(byte) 0xff, (byte) 0xfe, 'a', 0, '\r', '\n', 0};
    CommitId made =
        vault.put(TLS, SecretValue.of(odd), repository.resolve(""), ANNA, "A binary one");
    assertThat(vault.value(made, TLS).orElseThrow().reveal()).isEqualTo(odd);
  }

  @Test
  void aTrailingLineBreakStays() {
    CommitId made = put(PASSWORD, "with an end\n", ANNA);
    assertThat(vault.value(made, PASSWORD)).contains(SecretValue.of("with an end\n"));
  }

  @Test
  void whatWouldBeStoredInClearIsRefused() {
    CommitId before = repository.resolve("");
    assertThatThrownBy(() -> put(name("web.env", "PASSWORD"), "in clear", ANNA))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("web.env would be stored in clear")
        .hasMessageNotContaining("in clear\"");
    assertThat(repository.resolve("")).isEqualTo(before);
  }

  @Test
  void binaryAmongTextIsRefused() {
    assertThatThrownBy(() ->
            vault.put(
                PASSWORD,
                SecretValue.of(new byte[] {1, 0, 2}),
                repository.resolve(""),
                ANNA,
                "Binary"))
        .isInstanceOf(UneditableException.class)
        .hasMessageContaining("give it a file of its own");
  }

  @Test
  void twoWhoChangeDifferentValuesBothGetTheirs() {
    put(PASSWORD, "first value", ANNA);
    CommitId seen = put(TOKEN, "another", ANNA);
    put(TOKEN, "of ben", BEN);
    vault.put(PASSWORD, SecretValue.of("of anna"), seen, ANNA, "At the same time");
    assertThat(file("secret/web.env")).isEqualTo("PASSWORD=\"of anna\"\nTOKEN=\"of ben\"\n");
  }

  @Test
  void theLaterOfTwoChangesOfOneValueIsToldOfTheEarlier() {
    CommitId seen = put(PASSWORD, "first value", ANNA);
    CommitId theirs = put(PASSWORD, "of ben", BEN);
    assertThatThrownBy(
            () -> vault.put(PASSWORD, SecretValue.of("of anna"), seen, ANNA, "At the same time"))
        .isInstanceOfSatisfying(
            ConflictException.class, e -> assertThat(e.theirs()).isEqualTo(theirs));
    assertThat(file("secret/web.env")).contains("of ben");
  }

  @Test
  void expiryIsWhatAFileSaysOrARuleOrAnAge() {
    put(
        new SecretName("secret/web.env", Optional.empty()),
        """
        # expires: 2027-01-31
        PASSWORD=first-value
        TOKEN=another # expires: 2027-02-28
        PLAIN=value
        """,
        ANNA);
    put(TLS, "certificate", ANNA);
    Optional<LocalDate> day = Optional.of(LocalDate.of(2027, 3, 31));
    SecretRules rules =
        new SecretRules(
            List.of(
                new SecretRule("secret/tls.*", Optional.empty(), day, Optional.empty()),
                new SecretRule(
                    "*:PLAIN",
                    Optional.of(Generation.Random.DEFAULT),
                    Optional.empty(),
                    Optional.of(90))));
    assertThat(secret(PASSWORD, rules).expires()).contains(LocalDate.of(2027, 1, 31));
    assertThat(secret(TOKEN, rules).expires()).contains(LocalDate.of(2027, 2, 28));
    assertThat(secret(TLS, rules).expires()).isEqualTo(day);
    assertThat(secret(TLS, rules).generated()).isFalse();
    Secret plain = secret(name("secret/web.env", "PLAIN"), rules);
    Instant now = Instant.now();
    assertThat(plain.expires()).contains(LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(90));
    assertThat(plain.generated()).isTrue();
    assertThat(plain.daysOld(now.plus(Duration.ofDays(3)))).contains(3L);
    assertThat(plain.daysLeft(now.plus(Duration.ofDays(91)))).contains(-1L);
  }

  @Test
  void namesInNestedYamlHaveTheirExpiryToo() {
    put(
        new SecretName("secret/all.yml", Optional.empty()),
        """
        db:
          # expires: 2027-01-31
          password: first-value
          user: someone
        tokens:
          - one-token # expires: 2027-02-28
        """,
        ANNA);
    assertThat(secret(name("secret/all.yml", "db.password"), SecretRules.NONE).expires())
        .contains(LocalDate.of(2027, 1, 31));
    assertThat(secret(name("secret/all.yml", "db.user"), SecretRules.NONE).expires()).isEmpty();
    assertThat(secret(name("secret/all.yml", "tokens.0"), SecretRules.NONE).expires())
        .contains(LocalDate.of(2027, 2, 28));
  }
}
