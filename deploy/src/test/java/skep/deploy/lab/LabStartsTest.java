package skep.deploy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

@LabTest(LabTest.THREE_MANAGERS)
class LabStartsTest {
  @Test
  void a_task_from_a_test_image_runs(Lab lab) {
    var name = lab.unique("hello");
    lab.docker("service", "create", "--detach", "--name", name, lab.image("app:1"));
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> lab.docker("service", "logs", name).contains("serving version 1"));
    } finally {
      lab.docker("service", "rm", name);
    }
  }

  @Test
  void three_managers_form_one_swarm(@Managers(3) Lab lab) {
    assertThat(lab.docker("node", "ls", "--format", "{{.ManagerStatus}}").lines())
        .containsExactlyInAnyOrder("Leader", "Reachable", "Reachable");
  }
}
