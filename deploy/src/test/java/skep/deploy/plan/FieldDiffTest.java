package skep.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.deploy.plan.Plan.Field;

class FieldDiffTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "environment.DB_PASSWORD", "environment.API_KEY", "environment.accessKey",
        "environment.AUTH_TOKEN", "environment.KEY", "environment.SECRET",
        "labels.traefik.http.middlewares.a.basicauth.users", "logging.options.splunk-token"
      })
  void valuesThatLookLikeSecretsAreHidden(String path) {
    List<Field> changed = FieldDiff.between(map(path, "v3ry"), map(path, "s3cret"));

    assertThat(changed)
        .containsExactly(
            new Field(path, Optional.of("(hidden)"), Optional.of("(hidden, changed)")));
    assertThat(FieldDiff.between(new TreeMap<>(), map(path, "s3cret")))
        .containsExactly(new Field(path, Optional.empty(), Optional.of("(hidden)")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"environment.LOG_LEVEL", "environment.MONKEY", "secrets.token", "image"})
  void otherValuesAreShown(String path) {
    assertThat(FieldDiff.between(map(path, "a"), map(path, "b")))
        .containsExactly(new Field(path, Optional.of("a"), Optional.of("b")));
  }

  @Test
  void passwordsInsideAddressesAndArgumentsAreHidden() {
    assertThat(
            FieldDiff.between(
                map("environment.DB", "postgres://app:one@db/x"),
                map("environment.DB", "postgres://app:two@db/x")))
        .containsExactly(
            new Field(
                "environment.DB",
                Optional.of("postgres://app:(hidden)@db/x"),
                Optional.of("postgres://app:(hidden)@db/x (a hidden part changed)")));
    assertThat(
            FieldDiff.between(
                new TreeMap<>(),
                map("command", "[\"run\",\"--db-password=x1\",\"--token\",\"x2\"]")))
        .singleElement()
        .extracting(field -> field.to().orElseThrow())
        .asString()
        .contains("run")
        .doesNotContain("x1", "x2");
  }

  @Test
  void theCliLabelOfTheImageIsNotToldBesideTheImage() {
    String label = "deploy.labels.com.docker.stack.image";
    SortedMap<String, String> before = map(label, "a:1");
    SortedMap<String, String> after = map(label, "a:2");
    assertThat(FieldDiff.between(before, after)).extracting(Field::path).containsExactly(label);

    before.put("image", "a:1");
    after.put("image", "a:2");
    assertThat(FieldDiff.between(before, after)).extracting(Field::path).containsExactly("image");
  }

  private static SortedMap<String, String> map(String path, String value) {
    return new TreeMap<>(Map.of(path, value));
  }
}
