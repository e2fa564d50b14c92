package skep.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.deploy.plan.Plan.Effect;
import skep.deploy.plan.spec.Names;
import skep.deploy.plan.spec.ServiceFields;

class EffectsTest {
  private static final String ONE = "'Mode':{'Replicated':{'Replicas':1}}";
  private static final String THREE = "'Mode':{'Replicated':{'Replicas':3}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | {'Parallelism':1}                       | true  | restarts 1 task, stop-first, down meanwhile
          1 | {'Parallelism':1,'Order':'start-first'} | false | restarts 1 task, start-first
          3 | {'Parallelism':1}                       | false | restarts 3 tasks, 1 at a time, stop-first
          3 | {'Parallelism':2,'Order':'start-first'} | false | restarts 3 tasks, 2 at a time, start-first
          3 | {'Parallelism':0}                       | true  | restarts 3 tasks, all at once, stop-first, down meanwhile
          3 | {'Parallelism':5}                       | true  | restarts 3 tasks, all at once, stop-first, down meanwhile
          0 | {'Parallelism':1}                       | false | restarts nothing
          """)
  void aNewImageReplacesTasksAsTheUpdateSettingsSay(
      int replicas, String update, boolean downtime, String summary) {
    String rest =
        "'Mode':{'Replicated':{'Replicas':%d}},'UpdateConfig':%s".formatted(replicas, update);

    Effect effect =
        effect("{" + image("a") + "," + rest + "}", "{" + image("b") + "," + rest + "}");

    assertThat(effect.restarts()).isEqualTo(replicas);
    assertThat(effect.downtime()).isEqualTo(downtime);
    assertThat(effect.summary()).isEqualTo(summary);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'Labels':{'a':'b'}}                            | restarts nothing
          {'UpdateConfig':{'Parallelism':1,'Delay':1000}} | restarts nothing
          {'Mode':{'Replicated':{'Replicas':5}}}          | starts 4 tasks more
          """)
  void whatSwarmReadsOnTheFlyRestartsNothing(String change, String summary) {
    Effect effect = effect("{" + ONE + "}", change);

    assertThat(effect.restarts()).isZero();
    assertThat(effect.downtime()).isFalse();
    assertThat(effect.summary()).isEqualTo(summary);
  }

  @Test
  void scalingToNothingIsADowntime() {
    Effect effect = effect("{" + THREE + "}", "{'Mode':{'Replicated':{'Replicas':0}}}");

    assertThat(effect.downtime()).isTrue();
    assertThat(effect.summary()).isEqualTo("stops 3 tasks");
  }

  @Test
  void scalingTogetherWithANewImageSaysBoth() {
    assertThat(effect("{" + image("a") + "," + THREE + "}", "{" + image("b") + "," + ONE + "}"))
        .returns(1, Effect::restarts)
        .returns("restarts 1 task, stop-first, down meanwhile; stops 2 tasks", Effect::summary);
  }

  @Test
  void aGlobalServiceHasATaskOnEveryNode() {
    String global = "'Mode':{'Global':{}}";

    assertThat(effect("{" + image("a") + "," + global + "}", "{" + image("b") + "," + global + "}"))
        .returns(4, Effect::restarts);
  }

  @Test
  void aJobRunsAgainWhateverChangedInIt() {
    String job = "{'Mode':{'ReplicatedJob':{'TotalCompletions':2}},'Labels':{'x':'%s'}}";

    assertThat(effect(job.formatted("1"), job.formatted("2")).summary())
        .isEqualTo("the job runs again: 2 tasks");
    assertThat(effect(job.formatted("1"), job.formatted("2")).risks())
        .singleElement()
        .asString()
        .contains("the way back runs the job once more");
  }

  @Test
  void dataThatTasksNoLongerSeeIsARisk() {
    String volume = mounts("{'Type':'volume','Source':'web_data','Target':'/data'}");
    String other = mounts("{'Type':'volume','Source':'web_new','Target':'/data'}");
    String tmpfs = mounts("{'Type':'tmpfs','Target':'/data'}");

    assertThat(effect(volume, mounts("")).risks())
        .containsExactly(
            "volume web_data at /data is removed: the data stays in the old volume, tasks no longer"
                + " see it");
    assertThat(effect(volume, other).risks())
        .singleElement()
        .asString()
        .contains("is replaced by volume web_new at /data");
    assertThat(effect(tmpfs, mounts("")).risks()).singleElement().asString().contains("is gone");
    assertThat(effect(volume, volume.replace("'Mounts'", "'Dir':'/x','Mounts'")).risks()).isEmpty();
  }

  @Test
  void aVolumeWithoutANameIsEmptyInEveryNewTask() {
    String anonymous = mounts("{'Type':'volume','Target':'/data'}");

    assertThat(effect(anonymous, anonymous.replace("'Mounts'", "'Dir':'/x','Mounts'")).risks())
        .singleElement()
        .asString()
        .contains("volume at /data has no name");
  }

  @Test
  void startFirstWithAHostPortCannotWork() {
    String spec =
        "{%s,'UpdateConfig':{'Order':'start-first','Parallelism':1},"
            + "'EndpointSpec':{'Ports':[{'TargetPort':80,'PublishedPort':80,'PublishMode':'host'}]}}";

    assertThat(effect(spec.formatted(image("a")), spec.formatted(image("b"))).risks())
        .singleElement()
        .asString()
        .contains("cannot start beside the old one");
  }

  private static Effect effect(String before, String after) {
    ObjectNode from = Specs.json(before);
    ObjectNode to = Specs.json(after);
    return new Effects(4)
        .updating(
            from,
            to,
            FieldDiff.between(
                ServiceFields.of(from, Names.NONE), ServiceFields.of(to, Names.NONE)));
  }

  private static String image(String image) {
    return "'TaskTemplate':{'ContainerSpec':{'Image':'%s'}}".formatted(image);
  }

  private static String mounts(String mounts) {
    return "{'TaskTemplate':{'ContainerSpec':{'Mounts':[%s]}}}".formatted(mounts);
  }
}
