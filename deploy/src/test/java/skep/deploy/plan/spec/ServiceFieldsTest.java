package skep.deploy.plan.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceFieldsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"m_min", "f_full", "f_job", "f_glob"})
  void defaultsWrittenOutByTheEngineMeanTheSameAsDefaultsLeftOut(String service) {
    assertThat(fields(recorded(service + "-read")))
        .isNotEmpty()
        .isEqualTo(fields(recorded(service + "-defaults")));
  }

  @Test
  void theSmallestSpecASenderWouldWriteEqualsWhatTheEngineReadsBack() {
    ObjectNode sent =
        spec(
            """
            {"Name":"m_min",
             "Labels":{"com.docker.stack.namespace":"m",
                       "com.docker.stack.image":"registry.example:5000/bb:1"},
             "TaskTemplate":{
               "ContainerSpec":{"Image":"registry.example:5000/bb:1",
                                "Labels":{"com.docker.stack.namespace":"m"}},
               "Networks":[{"Target":"m_default","Aliases":["min"]}]},
             "Mode":{"Replicated":{}}}
            """);
    Names names =
        new Names(Map.of("4mtsth67bsq7a454ouycgxk1r", "m_default"), Map.of(), Dropped.NOTHING);

    assertThat(ServiceFields.of(sent, names))
        .isEqualTo(ServiceFields.of(recorded("m_min-read"), names));
  }

  @Test
  void everyKindOfFieldHasItsWordFromTheStackFile() {
    assertThat(fields(recorded("f_full-read")))
        .containsEntry("environment.EMPTY", "")
        .containsEntry("volumes./host", "bind /tmp read-only")
        .containsEntry("volumes./anon", "volume")
        .containsEntry("secrets.other", "f_pw owner 3:0 mode 0400")
        .containsEntry("secrets.pw", "f_pw")
        .containsEntry("configs.cf", "f_cf")
        .containsEntry("ports", "8080:80, 9090:90/udp (host)")
        .containsEntry("deploy.resources.limits.memory", "50M")
        .containsEntry("deploy.resources.limits.cpus", "0.5")
        .containsEntry("deploy.update_config.max_failure_ratio", "0.1")
        .containsEntry("stop_grace_period", "20s")
        .containsEntry("ulimits.nofile", "10:20")
        .containsEntry("cap_add", "CAP_NET_ADMIN")
        .containsEntry("healthcheck.test", "[\"CMD\",\"true\"]")
        .containsEntry("deploy.placement.preferences", "spread node.labels.z")
        .containsEntry("networks.lukil1pvfbzwr5vyke1cugaxh", "as al, full")
        .allSatisfy((path, value) -> assertThat(path).doesNotContain("TaskTemplate"));
  }

  @Test
  void aFieldNobodyHasAWordForShowsUnderItsApiPath() {
    assertThat(
            fields(
                spec(
                    """
                    {"TaskTemplate":{"ContainerSpec":{"OomScoreAdj":500,"Fresh":{"A":0,"B":"x"}}}}
                    """)))
        .containsEntry("TaskTemplate.ContainerSpec.OomScoreAdj", "500")
        .containsEntry("TaskTemplate.ContainerSpec.Fresh.B", "x")
        .doesNotContainKey("TaskTemplate.ContainerSpec.Fresh.A");
  }

  @Test
  void zeroAndAbsentDifferWhereTheEngineTellsThemApart() {
    assertThat(fields(spec("{'Mode':{'Replicated':{'Replicas':0}}}")))
        .containsEntry("deploy.replicas", "0");
    assertThat(fields(spec("{'TaskTemplate':{'RestartPolicy':{'Delay':0}}}")))
        .containsEntry("deploy.restart_policy.delay", "0s");
    assertThat(fields(spec("{'UpdateConfig':{'Delay':0}}")))
        .containsEntry("deploy.update_config.parallelism", "0");
    assertThat(fields(spec("{'TaskTemplate':{'ContainerSpec':{'Init':false}}}")))
        .containsEntry("init", "false");
    assertThat(fields(spec("{'TaskTemplate':{'ContainerSpec':{'Env':['A','B=']}}}")))
        .containsEntry("environment.A", "(unset)")
        .containsEntry("environment.B", "");
  }

  @Test
  void orderCountsForCommandsAndNotForSets() {
    String one = "{'TaskTemplate':{'ContainerSpec':{'Args':['a','b'],'Env':['A=1','B=2']}}}";
    String other = "{'TaskTemplate':{'ContainerSpec':{'Args':['b','a'],'Env':['B=2','A=1']}}}";

    assertThat(fields(spec(one)).get("command")).isNotEqualTo(fields(spec(other)).get("command"));
    assertThat(fields(spec(one)).get("environment.A"))
        .isEqualTo(fields(spec(other)).get("environment.A"));
  }

  @ParameterizedTest
  @CsvSource({
    "image,true",
    "environment.A,true",
    "ports,true",
    "deploy.replicas,false",
    "deploy.labels.x,false",
    "labels.x,true",
    "deploy.update_config.delay,false",
    "deploy.resources.limits.memory,true"
  })
  void knowsWhatReplacesTasks(String path, boolean replaces) {
    assertThat(ServiceFields.replacesTasks(path)).isEqualTo(replaces);
  }

  @ParameterizedTest
  @CsvSource({"0,0s", "90000000000,1m30s", "500000000,500ms", "3600000000000,1h", "1500,1500ns"})
  void durationsReadAsInAStackFile(long nanos, String text) {
    assertThat(Units.duration(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"52428800,50M", "1000000,1000000", "1073741824,1G", "0,0", "1536,1536"})
  void bytesReadAsInAStackFile(long bytes, String text) {
    assertThat(Units.bytes(bytes)).isEqualTo(text);
  }

  private static Map<String, String> fields(ObjectNode spec) {
    return ServiceFields.of(spec, Names.NONE);
  }

  private static ObjectNode spec(String json) {
    try {
      return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  /** Specs the CLI sent and a real engine read back: plainly, and with its defaults filled in. */
  private static ObjectNode recorded(String name) {
    try (InputStream file =
        Objects.requireNonNull(ServiceFieldsTest.class.getResourceAsStream(name + ".json"))) {
      return (ObjectNode) JSON.readTree(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
