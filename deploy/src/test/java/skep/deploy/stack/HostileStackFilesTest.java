package skep.deploy.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files meant to harm, or not meant for this at all: always a refusal, never another exception. */
class HostileStackFilesTest {
  private static final String SERVICE = "services: {web: {image: nginx}}\n";

  @Test
  void aFileOfFiftyMegabytesIsRefusedBySize() {
    byte[] large = new byte[50_000_000];
    Arrays.fill(large, (byte) '#');
    assertThat(refusal("stack.yml", large)).hasMessageContaining("50,000,000 bytes");
  }

  @Test
  void binaryGarbageIsRefused() {
    byte[] garbage = new byte[4096];
    new Random(7).nextBytes(garbage);
    assertThat(refusal("stack.yml", garbage).problems()).isNotEmpty();
    assertThat(refusal("stack.yml.j2", garbage).problems()).isNotEmpty();
  }

  @Test
  void aliasesThatExpandWithoutEndAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
    }
    assertThat(refusal("stack.yml", bytes(bomb.toString())).problems()).isNotEmpty();
  }

  @Test
  void nestingWithoutEndIsRefused() {
    assertThat(refusal("stack.yml", bytes("x-a: " + "[".repeat(20_000))).problems()).isNotEmpty();
    assertThat(refusal("stack.yml", bytes("x-a: " + "{a: ".repeat(5_000))).problems()).isNotEmpty();
  }

  @Test
  void variablesNestedWithoutEndAreRefused() {
    String nested = "${A:-".repeat(3_000) + "}".repeat(3_000);
    String stack = SERVICE.replace("nginx", "'" + nested + "'");
    assertThat(refusal("stack.yml", bytes(stack)).problems()).isNotEmpty();
  }

  @Test
  void pathsOutOfTheRepositoryAreRefusedWithTheirLine() {
    for (String path : List.of("../../etc/passwd", "/etc/passwd", "a/../../b", "")) {
      String stack = SERVICE + "secrets: {s: {file: '" + path + "'}}\n";
      assertThat(refusal("stack.yml", bytes(stack)).problems())
          .as(path)
          .isNotEmpty()
          .allSatisfy(problem -> assertThat(problem.line()).isEqualTo(2));
    }
  }

  @Test
  void aStackNamedLikeAPathOrALookalikeIsRefused() {
    for (String name : List.of("../x", "web/../x", "wеb", "web ", "", "-web")) {
      StackSource source =
          new StackSource(
              name,
              FilesInMemory.of(Map.of("stack.yml", SERVICE)),
              List.of("stack.yml"),
              Map.of(),
              false);
      assertThat(refusal(source)).as(name).isNotNull();
    }
  }

  @Test
  @Timeout(20)
  void anImageOfThousandsOfPartsIsRefused() {
    String stack = SERVICE.replace("nginx", "a" + ".a".repeat(20_000));
    assertThat(refusal("stack.yml", bytes(stack))).hasMessageContaining("is not an image");
  }

  @Test
  @Timeout(20)
  void textThatAliasesMultiplyIsRefused() {
    String bomb = "x-a: &a \"%s\"\nx-b: [%s]\n".formatted("x".repeat(500_000), "*a,".repeat(4_000));
    assertThat(refusal("stack.yml", bytes(bomb))).hasMessageContaining("aliases");
  }

  @Test
  @Timeout(20)
  void numbersThatTakeForeverToWorkOutAreRefused() {
    String cpus =
        "services: {a: {image: b, deploy: {resources: {limits: {cpus: '1e99999999'}}}}}\n";
    assertThat(refusal("stack.yml", bytes(cpus))).hasMessageContaining("number of CPUs");
    String digits = "1" + "0".repeat(1_000_000);
    String replicas = "services: {a: {image: b, deploy: {replicas: " + digits + "}}}\n";
    assertThat(refusal("stack.yml", bytes(replicas)).problems()).hasSize(1);
    String period = "services: {a: {image: b, stop_grace_period: '" + digits + "s'}}\n";
    assertThat(refusal("stack.yml", bytes(period)).problems()).hasSize(1);
  }

  @Test
  @Timeout(30)
  void fortyThousandServicesAreReadInReasonableTime() {
    StringBuilder stack = new StringBuilder("services:\n");
    for (int i = 0; i < 40_000; i++) {
      stack.append("  s").append(i).append(": {image: nginx}\n");
    }
    StackSource source =
        new StackSource(
            "web",
            FilesInMemory.of(Map.of("stack.yml", stack.toString())),
            List.of("stack.yml"),
            Map.of(),
            false);
    assertThat(new StackLoader().load(source).services()).hasSize(40_000);
  }

  @Test
  @Timeout(30)
  void aTemplateThatNeverEndsIsGivenUp() {
    String loops =
        "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}"
            + "{% set x = a * b %}{% endfor %}{% endfor %}{% endfor %}";
    assertThat(refusal("stack.yml.j2", bytes(loops))).hasMessageContaining("to render");
  }

  @Test
  @Timeout(30)
  void aTemplateNestedWithoutEndIsRefused() {
    String nested = "{% if true %}".repeat(20_000) + "x" + "{% endif %}".repeat(20_000);
    assertThat(refusal("stack.yml.j2", bytes(nested)).problems()).isNotEmpty();
  }

  @Test
  void aTemplateThatIsNotUtf8IsRefused() {
    byte[] latin = "services: {a: {image: caf\u00e9}}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(refusal("stack.yml.j2", latin)).hasMessageContaining("UTF-8");
  }

  private static InvalidStackException refusal(String file, byte[] bytes) {
    return refusal(
        new StackSource(
            "web", new FilesInMemory(Map.of(file, bytes)), List.of(file), Map.of(), false));
  }

  private static InvalidStackException refusal(StackSource source) {
    InvalidStackException refusal =
        catchThrowableOfType(InvalidStackException.class, () -> new StackLoader().load(source));
    assertThat(refusal).as("refused").isNotNull();
    return refusal;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
