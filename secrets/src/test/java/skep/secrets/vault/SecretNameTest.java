package skep.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.secrets.vault.SecretName.Meant;

class SecretNameTest {
  private static final List<SecretFile> FILES =
      List.of(
          file("secret/web.env", "PASSWORD", "TOKEN"),
          file("secret/api/web.env", "TOKEN"),
          file("secret/all.yml", "db.password", "a\\.b"),
          file("secret/tls.pem"));

  private static SecretFile file(String path, String... keys) {
    TreeSet<KeyPath> all = new TreeSet<>();
    List.of(keys).forEach(key -> all.add(KeyPath.parse(key)));
    return new SecretFile(path, all, false);
  }

  @ParameterizedTest
  @CsvSource({
    "secret/web.env:PASSWORD,secret/web.env:PASSWORD",
    "all.yml:db.password,secret/all.yml:db.password",
    "all.yml:a\\.b,secret/all.yml:a\\.b",
    "db.password,secret/all.yml:db.password",
    "PASSWORD,secret/web.env:PASSWORD",
    "tls.pem,secret/tls.pem",
    "all.yml,secret/all.yml",
    "secret/web.env,secret/web.env"
  })
  void whatIsMeant(String typed, String name) {
    assertThat(SecretName.meant(typed, FILES))
        .isInstanceOfSatisfying(
            Meant.One.class,
            one -> {
              assertThat(one.name()).hasToString(name);
              assertThat(one.isNew()).isFalse();
            });
  }

  @Test
  void aKeyTheFileDoesNotHaveYetIsNew() {
    assertThat(SecretName.meant("all.yml:db.port", FILES))
        .isEqualTo(
            new Meant.One(
                new SecretName("secret/all.yml", Optional.of(KeyPath.parse("db.port"))), true));
  }

  @ParameterizedTest
  @CsvSource({"web.env:TOKEN", "web.env", "TOKEN"})
  void whatMayBeSeveralIsNotGuessed(String typed) {
    assertThat(SecretName.meant(typed, FILES))
        .isInstanceOfSatisfying(Meant.Several.class, it -> assertThat(it.names()).hasSize(2));
  }

  @ParameterizedTest
  @CsvSource({"PASWORD", "none.env:PASSWORD", "eb.env:PASSWORD"})
  void whatIsNoneIsNone(String typed) {
    assertThat(SecretName.meant(typed, FILES)).isEqualTo(new Meant.None());
  }

  @Test
  void theSpellingsHaveWholeNamesAndTheirEnds() {
    assertThat(SecretName.spellings(FILES))
        .contains("secret/web.env:PASSWORD", "web.env:PASSWORD", "tls.pem", "web.env");
  }
}
