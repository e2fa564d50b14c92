package skep.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan.Lint;

class LintsTest {
  private static final String SOUND =
      """
      {'Labels':{'com.docker.stack.image':'app:1.2'},
       'Mode':{'Replicated':{'Replicas':2}},
       'UpdateConfig':{'Parallelism':1,'FailureAction':'rollback','Monitor':60000000000},
       'TaskTemplate':{'Resources':{'Limits':{'MemoryBytes':1}},
                       'ContainerSpec':{'Healthcheck':{'Test':['CMD','x'],'Interval':10000000000,
                                                       'Retries':3,'StartPeriod':5000000000}}}}
      """;

  @Test
  void aSoundServiceGetsNoAdvice() {
    assertThat(rules(SOUND)).isEmpty();
  }

  @Test
  void anEmptyOneGetsAllOfIt() {
    assertThat(rules("{'Labels':{'com.docker.stack.image':'app'}}"))
        .containsExactly(
            "no-memory-limit",
            "latest-tag",
            "no-health-check",
            "no-rollback",
            "single-replica-stop-first");
  }

  @Test
  void aDisabledHealthCheckIsNone() {
    assertThat(rules(SOUND.replace("'CMD','x'", "'NONE'"))).containsExactly("no-health-check");
  }

  @Test
  void anUpdateWatchedForLessThanTheHealthCheckNeedsToFailIsTold() {
    List<Lint> lints = Lints.of("web_app", Specs.json(SOUND.replace("60000000000", "20000000000")));

    assertThat(lints)
        .singleElement()
        .returns("short-monitor", Lint::rule)
        .extracting(Lint::advice)
        .asString()
        .contains("needs 35s to fail", "watched for 20s");
  }

  @Test
  void rootInDisguiseIsTold() {
    assertThat(
            rules(
                SOUND.replace(
                    "'Healthcheck'",
                    "'CapabilityAdd':['CAP_SYS_ADMIN'],'Mounts':[{'Source':'/var/run/docker.sock','Target':'/s'}],'Healthcheck'")))
        .containsExactly("privileged", "docker-socket");
  }

  @Test
  void aJobNeedsNeitherHealthCheckNorUpdateSettings() {
    assertThat(
            rules(
                "{'Mode':{'GlobalJob':{}},'Labels':{'com.docker.stack.image':'app:1'},"
                    + "'TaskTemplate':{'Resources':{'Limits':{'MemoryBytes':1}}}}"))
        .isEmpty();
  }

  @Test
  void anImagePinnedByDigestDoesNotMove() {
    assertThat(rules(SOUND.replace("app:1.2", "app@" + Specs.OLD))).isEmpty();
  }

  private static List<String> rules(String spec) {
    return Lints.of("web_app", Specs.json(spec)).stream().map(Lint::rule).toList();
  }
}
