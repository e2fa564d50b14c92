package skep.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.deploy.plan.Plan.Lint;

class LintsTest {
  private static final String SOUND =
      """
      {'Labels':{'com.docker.stack.image':'app:1.2'},
       'Mode':{'Replicated':{'Replicas':2}},
       'UpdateConfig':{'Parallelism':1,'FailureAction':'rollback','Monitor':60000000000},
       'TaskTemplate':{'Resources':{'Limits':{'MemoryBytes':1,'NanoCPUs':1}},
                       'ContainerSpec':{'Healthcheck':{'Test':['CMD','x'],'Interval':10000000000,
                                                       'Timeout':5000000000,'Retries':3,
                                                       'StartPeriod':5000000000}}}}
      """;

  @Test
  void aSoundServiceGetsNoAdvice() {
    assertThat(rules(SOUND)).isEmpty();
  }

  @Test
  void anEmptyOneGetsAllOfIt() {
    assertThat(rules("{'Labels':{'com.docker.stack.image':'app'}}"))
        .containsExactly(
            "no-limits",
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
        .contains("may take 50s to fail", "watched for 20s");
  }

  @Test
  void whatTheCheckMayTakeToAnswerCountsEvenWhereTheFileLeavesItToTheEngine() {
    assertThat(rules(SOUND.replace("60000000000", "49000000000"))).containsExactly("short-monitor");
    assertThat(rules(SOUND.replace("'Timeout':5000000000,", ""))).containsExactly("short-monitor");
  }

  @Test
  void theAdviceOnAMissingHealthCheckSaysThatTheImageMayHaveOne() {
    assertThat(Lints.of("web_app", Specs.json(SOUND.replace("'CMD','x'", ""))))
        .singleElement()
        .returns("no-health-check", Lint::rule)
        .extracting(Lint::advice)
        .asString()
        .contains("in the stack file", "does not see whether the image has one");
  }

  @Test
  void oneLintNamesTheLimitsThatAreMissing() {
    assertThat(Lints.of("web_app", Specs.json(SOUND.replace("'MemoryBytes':1,", ""))))
        .singleElement()
        .extracting(Lint::advice)
        .asString()
        .contains("no limit of memory:", "set deploy.resources.limits.memory")
        .doesNotContain("cpus");
    assertThat(Lints.of("web_app", Specs.json(SOUND.replace(",'NanoCPUs':1", ""))))
        .singleElement()
        .extracting(Lint::advice)
        .asString()
        .contains("no limit of cpus:")
        .doesNotContain("memory");
    assertThat(Lints.of("web_app", Specs.json(SOUND.replace("'MemoryBytes':1,'NanoCPUs':1", ""))))
        .singleElement()
        .extracting(Lint::advice)
        .asString()
        .contains("memory and cpus");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/var/run/docker.sock",
        "/run/docker.sock",
        "/var/run",
        "/run/",
        "/var",
        "/",
        "/srv/../var/run",
        "/elsewhere/docker.sock"
      })
  void aMountThatHoldsTheSocketIsTold(String source) {
    assertThat(rules(mounting("bind", source))).containsExactly("docker-socket");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/var/lib/data", "/running", "/srv"})
  void anotherMountIsNot(String source) {
    assertThat(rules(mounting("bind", source))).isEmpty();
  }

  @Test
  void aVolumeHoldsNoSocketWhateverItsName() {
    assertThat(rules(mounting("volume", "docker.sock"))).isEmpty();
  }

  private static String mounting(String type, String source) {
    return SOUND.replace(
        "'Healthcheck'",
        "'Mounts':[{'Type':'%s','Source':'%s','Target':'/x'}],'Healthcheck'"
            .formatted(type, source));
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
                    + "'TaskTemplate':{'Resources':{'Limits':{'MemoryBytes':1,'NanoCPUs':1}}}}"))
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
