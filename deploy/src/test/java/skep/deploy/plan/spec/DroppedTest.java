package skep.deploy.plan.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DroppedTest {
  private final ObjectNode spec =
      json(
          """
          {"TaskTemplate":{"ContainerSpec":{
            "Healthcheck":{"Interval":3000000000,"StartInterval":5000000000},
            "Mounts":[{"Type":"volume","Target":"/a"},
                      {"Type":"volume","Target":"/b","VolumeOptions":{"Subpath":"x"}}],
            "Ulimits":[{"Name":"nofile","Soft":1,"Hard":2}]}}}
          """);

  @Test
  void whatAnOldEngineDropsIsNoDifference() {
    Names old = new Names(Map.of(), Map.of(), Dropped.by("1.41"));
    assertThat(ServiceFields.of(spec, old))
        .containsKeys("healthcheck.interval", "ulimits.nofile")
        .doesNotContainKey("healthcheck.start_interval")
        .containsEntry("volumes./b", "volume");
    assertThat(Dropped.by("1.41").of(spec))
        .containsExactly("healthcheck.start_interval", "volumes.volume.subpath");
  }

  @Test
  void whatTheEngineKnowsIsCompared() {
    Names recent = new Names(Map.of(), Map.of(), Dropped.by("1.48"));
    assertThat(ServiceFields.of(spec, recent))
        .containsEntry("healthcheck.start_interval", "5s")
        .containsEntry("volumes./b", "volume {\"VolumeOptions\":{\"Subpath\":\"x\"}}");
    assertThat(Dropped.by("1.48").of(spec)).isEmpty();
    assertThat(Dropped.by("1.43").of(spec)).contains("healthcheck.start_interval");
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
