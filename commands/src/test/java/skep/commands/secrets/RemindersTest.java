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
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.commands.chat.Announcer.Announcement;
import skep.commands.planning.RepositoryEstates;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.repository.Unlock;
import skep.secrets.vault.Vault;

class RemindersTest {
  @TempDir Path temp;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2027-01-01T09:00:00Z"));
  private final List<Announcement> told = new ArrayList<>();
  private EncryptedEstate estate;

  @BeforeEach
  void anEstate() throws IOException, GitAPIException {
    estate =
        new EncryptedEstate(
            temp,
            Map.of("skep.yaml", "chat: {alerts: ops-alerts}\n".getBytes(UTF_8)),
            new Unlock.WithKeys(List.of(GitCryptKey.generate(KeyName.DEFAULT))));
    estate.commit(
        "Secrets",
        "secret/web.env",
        "# expires: 2027-01-31\nTOKEN=the-token-value\nUSER=somebody\n");
  }

  @AfterEach
  void end() {
    estate.close();
  }

  private Reminders bot() {
    return new Reminders(
        new RepositoryEstates(estate.repository),
        new Vault(estate.repository),
        new Notice(told::add),
        now::get);
  }

  @Test
  void remindsSeldomWhileThereIsTimeThenOftenThenEveryWeek() {
    Reminders reminders = bot();
    List<Integer> days = new ArrayList<>();
    for (int day = 0; day < 60; day++) {
      int before = told.size();
      reminders.look();
      reminders.look();
      if (told.size() > before) {
        days.add(day);
      }
      now.set(now.get().plus(Duration.ofDays(1)));
    }
    assertThat(days).containsExactly(0, 16, 23, 27, 28, 29, 30, 37, 44, 51, 58);
    assertThat(told.getFirst().room()).isEqualTo("ops-alerts");
    assertThat(told.getFirst().text())
        .contains("`secret/web.env:TOKEN` expires in 30 d: `/secrets set secret/web.env:TOKEN`")
        .doesNotContain("USER", "the-token-value");
    assertThat(told.get(6).text()).contains("expires today");
    assertThat(told.getLast().text()).contains("expired 28 days ago");
  }

  @Test
  void aBotThatStartsLaterSaysTheSameInThePlaceOfIt() {
    bot().look();
    bot().look();
    assertThat(told).hasSize(2).extracting(Announcement::key).containsOnly(told.getFirst().key());
  }

  @Test
  void whatIsGoodForLongIsNotMentioned() {
    estate.commit("Longer", "secret/web.env", "TOKEN=the-token-value # expires: 2028-01-31\n");
    bot().look();
    assertThat(told).isEmpty();
  }
}
