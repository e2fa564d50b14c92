package skep.deploy.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.deploy.plan.World;

class ConstraintTest {
  @ParameterizedTest
  @CsvSource({
    "node.role==manager, true",
    "node.role == Manager, true",
    "NODE.ROLE!=manager, false",
    "node.hostname==node1, true",
    "node.hostname==node2, false",
    "node.id!=other, true",
    "node.labels.Disk==SSD, true",
    "node.labels.disk==ssd, false",
    "node.labels.disk!=ssd, true",
    "engine.labels.storage==ssd, true",
    "node.platform.os==linux, true",
    "node.platform.arch==x86_64, true",
    "node.platform.arch==amd64, false",
    "node.ip==10.0.0.1, true",
    "node.ip==10.0.0.0/24, true",
    "node.ip!=10.0.0.0/24, false",
    "node.ip==10.0.1.0/24, false",
    "node.ip==2001:db8::/32, false",
    "node.ip!=2001:db8::/32, true",
    "node.ip!=nonsense, false",
    "node.ip==10.0.0.0/99, false",
    "node.nonsense==x, false",
    "node.nonsense!=x, false"
  })
  void matchesAsTheSchedulerDoes(String expression, boolean matches) {
    assertThat(
            Constraint.parse(expression)
                .orElseThrow()
                .matches(World.node("node1", Map.of("Disk", "ssd"))))
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "node.role",
        "node.role=manager",
        "node.role==",
        "==x",
        "a b==c",
        "node.role>=x"
      })
  void whatTheSchedulerRefusesIsNone(String expression) {
    assertThat(Constraint.parse(expression)).isEmpty();
  }
}
