package skep.commands.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.commands.planning.RepositoryEstates;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.openpgp.PublicKey;
import skep.secrets.openpgp.SecretKeyFile;
import skep.secrets.repository.Unlock;
import skep.secrets.vault.Vault;

/** Recipients added and removed in chat, of an estate Skep opens with a GPG key of its own. */
class RecipientKeysTest {
  private static OpenPGPKey skep;
  private static String anna;
  private static String ben;

  @TempDir Path temp;
  private final List<String> announced = new ArrayList<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private EncryptedEstate estate;
  private RepositoryEstates estates;
  private RecipientKeys keys;

  @BeforeAll
  static void people() throws PGPException, IOException {
    skep = key("Skep <skep@example.org>");
    anna = key("Anna <anna@example.org>").toCertificate().toAsciiArmoredString();
    ben = key("Ben <ben@example.org>").toCertificate().toAsciiArmoredString();
  }

  private static OpenPGPKey key(String user) throws PGPException {
    return new BcOpenPGPApi().generateKey(4).ed25519x25519Key(user).build();
  }

  private static String fingerprint(String armored) {
    return PublicKey.parse(armored.getBytes(UTF_8)).fingerprint().toString();
  }

  @BeforeEach
  void anEstate() throws IOException, GitAPIException {
    PublicKey own = PublicKey.parse(skep.toCertificate().toAsciiArmoredString().getBytes(UTF_8));
    byte[] copy = own.encrypt(GitCryptKey.generate(KeyName.DEFAULT).bytes(), Instant.now());
    estate =
        new EncryptedEstate(
            temp,
            Map.of(
                ".git-crypt/keys/default/0/" + own.fingerprint() + ".gpg",
                copy,
                "skep.yaml",
                "chat: {alerts: ops-alerts}\nsecrets: {rules: {\"*:A\": {generate: {length: 20}}}}\n"
                    .getBytes(UTF_8)),
            new Unlock.AsRecipient(
                SecretKeyFile.parse(
                    skep.toAsciiArmoredString().getBytes(UTF_8), Optional.empty())));
    estate.commit("Secrets", "secret/web.env", "A=value-of-a\nB=value-of-b\n");
    estates = new RepositoryEstates(estate.repository);
    keys =
        new RecipientKeys(
            estates,
            estate.repository,
            new Vault(estate.repository),
            new Notice(announcement -> announced.add(announcement.text())),
            now::get);
  }

  @AfterEach
  void end() {
    estate.close();
  }

  private static Invocation by(String person) {
    return new Invocation(
        "m1",
        new Person(person, person),
        new Room("r1", "ops", false),
        "m1",
        "/secrets recipients",
        Instant.EPOCH,
        Invocation.Progress.NONE);
  }

  private Outcome add(String person, String given) {
    return keys.add(by(person), estates.at(""), given);
  }

  private String list() {
    return keys.list(estates.at("")).text();
  }

  @Test
  void aPastedKeyIsShownFirstAndAddedByItsFingerprint() {
    Outcome shown = add("a1", anna);
    assertThat(shown)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            it -> assertThat(it.next()).isEqualTo("/secrets recipients add " + fingerprint(anna)));
    assertThat(shown.text()).contains(fingerprint(anna), "`Anna <anna@example.org>`", "compare");
    assertThat(list()).doesNotContain(fingerprint(anna));

    Outcome added = add("a1", fingerprint(anna));
    assertThat(added).as(added.text()).isInstanceOf(Outcome.Done.class);
    assertThat(list()).contains("`%s` opens the default key".formatted(fingerprint(anna)));
    assertThat(announced).singleElement().asString().contains("Anna", "(@a1)");
  }

  @Test
  void whatSomebodyElsePastedOrTooLongAgoIsNotAdded() {
    add("a1", anna);
    assertThat(add("b1", fingerprint(anna)).text()).contains("You pasted no key");
    now.set(now.get().plus(Duration.ofMinutes(10)));
    assertThat(add("a1", fingerprint(anna)).text()).contains("You pasted no key");
    assertThat(list()).doesNotContain(fingerprint(anna));
  }

  @Test
  void whatIsNoKeyChangesNothing() {
    assertThat(add("a1", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxx\n-----END").text())
        .contains("Nothing was changed");
    assertThat(add("a1", "(deleted)").text()).contains("That was a secret key");
  }

  @Test
  void whoLeavesLeavesAListOfWhatTheyKnowUntilAllOfItIsChanged() {
    add("a1", ben);
    add("a1", fingerprint(ben));
    Outcome removed = keys.remove(by("a1"), estates.at(""), fingerprint(ben).substring(24));
    assertThat(removed.text())
        .contains("opens nothing", "still knows 2 of the 2 secrets")
        .contains("`/secrets rotate secret/web.env:A`", "`/secrets set secret/web.env:B`");
    assertThat(list()).doesNotContain("`" + fingerprint(ben) + "` opens");

    waitASecond();
    estate.commit("One", "secret/web.env", "A=another-value\nB=value-of-b\n");
    assertThat(list()).contains("still knows 1 of the 2 secrets").doesNotContain("web.env:A`");
    estate.commit("All", "secret/web.env", "A=another-value\nB=another-too\n");
    assertThat(list()).contains("everything they could read has another value by now");
  }

  /** Commits have times of whole seconds. */
  private static void waitASecond() {
    try {
      Thread.sleep(1_100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whoIsNoneIsNotRemoved() {
    assertThat(keys.remove(by("a1"), estates.at(""), "AB".repeat(20)).text())
        .contains("is no recipient");
  }

  @Test
  void theLastOneWhoOpensItIsNotLockedOut() {
    String own = fingerprint(text(() -> skep.toCertificate().toAsciiArmoredString()));
    assertThat(keys.remove(by("a1"), estates.at(""), own).text())
        .contains("Nothing was changed", "could not open");
  }

  private interface Text {
    String get() throws IOException;
  }

  private static String text(Text text) {
    try {
      return text.get();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
