package skep.deploy.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.deploy.swarm.SwarmService.UpdateStatus;

/** What every {@link Swarm} does, real or simulated. Closes {@link #swarm} after each test. */
public abstract class SwarmContract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private final Deque<Runnable> cleanUp = new ArrayDeque<>();

  protected abstract Swarm swarm();

  /** A reference to a test image, {@code app:1}. */
  protected abstract String image(String nameAndTag);

  @AfterEach
  void removeWhatWasMade() {
    cleanUp.forEach(Runnable::run);
    swarm().close();
  }

  @Test
  void a_created_service_gets_running_tasks() {
    var service = create(spec("run", image("app:1")));
    var task = awaitTask(service, t -> t.state().equals("running"));
    assertThat(task.desiredState()).isEqualTo("running");
    assertThat(task.nodeId()).isPresent();
    assertThat(task.slot()).isEqualTo(OptionalInt.of(1));
    assertThat(task.exitCode()).isEmpty();
    assertThat(swarm().nodes()).extracting(SwarmNode::id).contains(task.nodeId().orElseThrow());
  }

  @Test
  void a_service_is_found_by_id_and_by_exact_name_only() {
    var service = create(spec("find", image("app:1")));
    var name = service.name();
    assertThat(swarm().service(service.id())).get().extracting(SwarmService::name).isEqualTo(name);
    assertThat(swarm().service(name)).get().extracting(SwarmService::id).isEqualTo(service.id());
    assertThat(swarm().service(name.substring(0, name.length() - 2))).isEmpty();
    assertThat(swarm().service(service.id().substring(0, 8))).isEmpty();
    assertThat(swarm().service("")).isEmpty();
  }

  @Test
  void services_are_filtered_by_label() {
    var service = create(spec("label", image("app:1")));
    var label = service.spec().path("Labels").path("contract").asText();
    assertThat(ids(Map.of("contract", label))).containsExactly(service.id());
    assertThat(ids(Map.of("contract", ""))).contains(service.id());
    assertThat(ids(Map.of("contract", label + "x"))).isEmpty();
    assertThat(ids(Map.of("contract", label, "other", ""))).isEmpty();
  }

  private List<String> ids(Map<String, String> labels) {
    return swarm().services(labels).stream().map(SwarmService::id).toList();
  }

  @Test
  void a_second_service_of_a_name_is_refused() {
    var service = create(spec("twice", image("app:1")));
    var again = spec("twice", image("app:1")).put("Name", service.name());
    assertThatThrownBy(() -> swarm().createService(again, RegistryCredential.NONE))
        .isInstanceOf(EngineException.NameTaken.class);
  }

  @Test
  void an_update_from_an_old_version_loses() {
    var seen = create(spec("cas", image("app:1")));
    var one = seen.spec().deepCopy();
    ((ObjectNode) one.path("Labels")).put("who", "first");
    swarm().updateService(seen, one, RegistryCredential.NONE);
    var two = seen.spec().deepCopy();
    ((ObjectNode) two.path("Labels")).put("who", "second");
    assertThatThrownBy(() -> swarm().updateService(seen, two, RegistryCredential.NONE))
        .isInstanceOf(EngineException.Moved.class);
    var now = swarm().service(seen.id()).orElseThrow();
    assertThat(now.spec().path("Labels").path("who").asText()).isEqualTo("first");
    assertThat(now.version()).isGreaterThan(seen.version());
  }

  @Test
  void an_update_rolls_the_tasks_over_and_completes() {
    var seen = create(spec("roll", image("app:1")));
    awaitTask(seen, t -> t.state().equals("running"));
    var current = swarm().service(seen.id()).orElseThrow();
    var next = withImage(current, image("app:2"));
    swarm().updateService(current, next, RegistryCredential.NONE);
    awaitUpdate(seen, UpdateStatus.State.COMPLETED);
    var running =
        swarm().tasks(seen.id()).stream().filter(t -> t.desiredState().equals("running")).toList();
    assertThat(running).hasSize(1);
    assertThat(running.getFirst().spec().path("ContainerSpec").path("Image").asText())
        .startsWith(image("app:2"));
    assertThat(swarm().tasks(seen.id()).getFirst().id()).isEqualTo(running.getFirst().id());
  }

  @Test
  void a_failing_update_with_rollback_goes_back() {
    var seen = create(spec("back", image("app:1")));
    awaitTask(seen, t -> t.state().equals("running"));
    var current = swarm().service(seen.id()).orElseThrow();
    var next = withImage(current, image("app:crash"));
    swarm().updateService(current, next, RegistryCredential.NONE);
    awaitUpdate(seen, UpdateStatus.State.ROLLBACK_COMPLETED);
    var image = swarm().service(seen.id()).orElseThrow().spec();
    assertThat(image.path("TaskTemplate").path("ContainerSpec").path("Image").asText())
        .startsWith(image("app:1"));
  }

  @Test
  void a_failing_update_with_pause_stays_there() {
    var spec = spec("pause", image("app:1"));
    ((ObjectNode) spec.path("UpdateConfig")).put("FailureAction", "pause");
    var seen = create(spec);
    awaitTask(seen, t -> t.state().equals("running"));
    var current = swarm().service(seen.id()).orElseThrow();
    var next = withImage(current, image("app:crash"));
    swarm().updateService(current, next, RegistryCredential.NONE);
    awaitUpdate(seen, UpdateStatus.State.PAUSED);
  }

  @Test
  void a_failed_task_tells_error_exit_code_and_last_words() {
    var once = spec("crash", image("app:crash"));
    // Started again and again, the Swarm would soon forget the task that is looked at.
    once.withObjectProperty("TaskTemplate").putObject("RestartPolicy").put("Condition", "none");
    var service = create(once);
    var task = awaitTask(service, t -> t.state().equals("failed"));
    assertThat(task.error()).contains("non-zero exit (3)");
    assertThat(task.exitCode()).isEqualTo(OptionalInt.of(3));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            // Of both streams; the engine promises no order between the two.
            assertThat(swarm().taskLog(task.id(), 20)).contains("fatal: cannot open the database"));
    assertThat(swarm().taskLog(task.id(), 1)).hasSize(1);
  }

  @Test
  void a_missing_image_rejects_the_task() {
    var service = create(spec("missing", image("missing:1")));
    var task = awaitTask(service, t -> t.state().equals("rejected"));
    assertThat(task.error()).contains("No such image");
    assertThat(task.exitCode()).isEmpty();
  }

  @Test
  void an_unhealthy_container_fails_its_task() {
    var service = create(spec("sick", image("app:unhealthy")));
    var task = awaitTask(service, t -> t.state().equals("failed"));
    assertThat(task.error()).contains("unhealthy");
  }

  @Test
  void a_job_runs_to_its_end() {
    var spec = spec("once", image("app:1"));
    spec.set("Mode", json("{'ReplicatedJob':{'MaxConcurrent':2,'TotalCompletions':2}}"));
    container(spec).set("Args", JSON.createArrayNode().add("app").add("once"));
    ((ObjectNode) spec.path("TaskTemplate")).set("RestartPolicy", json("{'Condition':'none'}"));
    spec.remove(List.of("UpdateConfig", "RollbackConfig"));
    var service = create(spec);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(swarm().tasks(service.id()))
                .hasSize(2)
                .allMatch(t -> t.state().equals("complete")));
    assertThat(swarm().tasks(service.id()).getFirst().exitCode()).isEqualTo(OptionalInt.of(0));
    assertThat(swarm().tasks(service.id()))
        .allMatch(t -> t.jobIteration().equals(service.jobIteration()));

    var seen = swarm().service(service.id()).orElseThrow();
    spec.set("Labels", json("{'only':'a label'}"));
    swarm().updateService(seen, spec, RegistryCredential.NONE);
    var again = swarm().service(service.id()).orElseThrow();
    assertThat(again.jobIteration().orElseThrow()).isEqualTo(seen.jobIteration().orElseThrow() + 1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(swarm().tasks(service.id()))
                .filteredOn(t -> t.jobIteration().equals(again.jobIteration()))
                .hasSize(2)
                .allMatch(t -> t.state().equals("complete")));
  }

  @Test
  void live_tasks_are_those_of_all_services_that_should_run() {
    var one = create(spec("one", image("app:1")));
    var other = create(spec("other", image("app:1")));
    var running = awaitTask(one, t -> t.state().equals("running"));
    awaitTask(other, t -> t.state().equals("running"));
    assertThat(swarm().liveTasks()).extracting(SwarmTask::serviceId).contains(one.id(), other.id());
    assertThat(swarm().liveTasks())
        .filteredOn(t -> t.id().equals(running.id()))
        .singleElement()
        .satisfies(t -> assertThat(t.nodeId()).isEqualTo(running.nodeId()));
    var none = swarm().service(other.id()).orElseThrow();
    var spec = none.spec().deepCopy();
    spec.set("Mode", json("{'Replicated':{'Replicas':0}}"));
    swarm().updateService(none, spec, RegistryCredential.NONE);
    await()
        .atMost(PATIENCE)
        .until(() -> swarm().liveTasks().stream().noneMatch(t -> t.serviceId().equals(other.id())));
    assertThat(swarm().liveTasks()).allMatch(t -> t.desiredState().equals("running"));
  }

  @Test
  void zero_replicas_have_no_tasks_and_a_global_service_one_a_node() {
    var none = spec("none", image("app:1"));
    none.set("Mode", json("{'Replicated':{'Replicas':0}}"));
    var zero = create(none);
    var everywhere = spec("global", image("app:1"));
    everywhere.set("Mode", json("{'Global':{}}"));
    var global = create(everywhere);
    var task = awaitTask(global, t -> t.state().equals("running"));
    assertThat(task.slot()).isEmpty();
    assertThat(swarm().tasks(global.id())).hasSameSizeAs(swarm().nodes());
    assertThat(swarm().tasks(zero.id())).isEmpty();
  }

  @Test
  void a_task_no_node_can_take_waits_and_says_why() {
    var spec = spec("nowhere", image("app:1"));
    ((ObjectNode) spec.path("TaskTemplate"))
        .set("Placement", json("{'Constraints':['node.labels.contract==nowhere']}"));
    var task = awaitTask(create(spec), t -> t.error().contains("no suitable node"));
    assertThat(task.state()).isEqualTo("pending");
    assertThat(task.nodeId()).isEmpty();
  }

  @Test
  void fields_the_typed_model_drops_survive_a_read_and_an_update() {
    var spec = spec("fields", image("app:1"));
    var container = container(spec);
    container.set("CapabilityAdd", JSON.createArrayNode().add("CAP_NET_ADMIN"));
    container.set("CapabilityDrop", JSON.createArrayNode().add("CAP_CHOWN"));
    container.set("Sysctls", json("{'net.core.somaxconn':'512'}"));
    container.set("Ulimits", json("[{'Name':'nofile','Soft':1024,'Hard':2048}]"));
    var template = (ObjectNode) spec.path("TaskTemplate");
    template.set("Resources", json("{'Limits':{'MemoryBytes':67108864,'Pids':50}}"));
    template.set(
        "Placement", json("{'Preferences':[{'Spread':{'SpreadDescriptor':'node.labels.zone'}}]}"));
    var seen = create(spec);
    var again = seen.spec().deepCopy();
    ((ObjectNode) again.path("Labels")).put("touched", "yes");
    swarm().updateService(seen, again, RegistryCredential.NONE);
    var now = swarm().service(seen.id()).orElseThrow().spec().path("TaskTemplate");
    for (var field : List.of("CapabilityAdd", "CapabilityDrop", "Sysctls", "Ulimits")) {
      assertThat(now.path("ContainerSpec").get(field)).as(field).isEqualTo(container.get(field));
    }
    assertThat(now.path("Resources").path("Limits").path("Pids").asInt()).isEqualTo(50);
    assertThat(now.path("Placement").path("Preferences"))
        .isEqualTo(template.path("Placement").path("Preferences"));
  }

  @Test
  void a_wrong_spec_is_rejected_with_the_reason() {
    var small = spec("small", image("app:1"));
    ((ObjectNode) small.path("TaskTemplate"))
        .set("Resources", json("{'Limits':{'MemoryBytes':1048576}}"));
    assertThatThrownBy(() -> swarm().createService(small, RegistryCredential.NONE))
        .isInstanceOf(EngineException.Rejected.class)
        .hasMessageContaining("4MiB");
    var nameless = spec("nameless", image("app:1")).put("Name", "not a name");
    assertThatThrownBy(() -> swarm().createService(nameless, RegistryCredential.NONE))
        .isInstanceOf(EngineException.Rejected.class);
  }

  @Test
  void what_is_not_there_is_not_found() {
    assertThat(swarm().service("nobody-" + UUID.randomUUID())).isEmpty();
    assertThat(swarm().config("nobody-" + UUID.randomUUID())).isEmpty();
    assertThatThrownBy(() -> swarm().removeService("nobody"))
        .isInstanceOf(EngineException.NotFound.class);
    assertThatThrownBy(() -> swarm().removeConfig("nobody"))
        .isInstanceOf(EngineException.NotFound.class);
    assertThatThrownBy(() -> swarm().removeSecret("nobody"))
        .isInstanceOf(EngineException.NotFound.class);
    assertThatThrownBy(() -> swarm().removeNetwork("nobody"))
        .isInstanceOf(EngineException.NotFound.class);
    assertThat(swarm().tasks("nobody")).isEmpty();
  }

  @Test
  void a_config_keeps_its_data_and_changes_its_labels_by_compare_and_set() {
    var name = unique("config");
    var id = swarm().createConfig(dataSpec(name, "hello", Map.of("a", "1")));
    cleanUp.push(() -> swarm().removeConfig(id));
    var seen = swarm().config(name).orElseThrow();
    assertThat(seen.id()).isEqualTo(id);
    assertThat(seen.data()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
    assertThat(seen.spec().has("Data")).isFalse();
    swarm().relabelConfig(seen, Map.of("a", "2", "b", "3"));
    assertThatThrownBy(() -> swarm().relabelConfig(seen, Map.of("a", "lost")))
        .isInstanceOf(EngineException.Moved.class);
    var now = swarm().config(id).orElseThrow();
    assertThat(now.labels()).isEqualTo(Map.of("a", "2", "b", "3"));
    assertThat(now.data()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
    assertThat(swarm().configs(Map.of("a", "2", "b", ""))).extracting("id").contains(id);
    assertThat(swarm().configs(Map.of("a", "1", "b", ""))).extracting("id").doesNotContain(id);
    assertThatThrownBy(() -> swarm().createConfig(dataSpec(name, "again", Map.of())))
        .isInstanceOf(EngineException.NameTaken.class);
  }

  @Test
  void an_empty_config_is_rejected() {
    assertThatThrownBy(() -> swarm().createConfig(dataSpec(unique("void"), "", Map.of())))
        .isInstanceOf(EngineException.Rejected.class);
  }

  @Test
  void secret_config_and_network_in_use_cannot_be_removed() {
    var secret = swarm().createSecret(dataSpec(unique("secret"), "s3cret", Map.of("x", "y")));
    cleanUp.push(() -> swarm().removeSecret(secret));
    var config = swarm().createConfig(dataSpec(unique("config"), "text", Map.of()));
    cleanUp.push(() -> swarm().removeConfig(config));
    var networkName = unique("network");
    var network = swarm().createNetwork(networkSpec(networkName));
    cleanUp.push(() -> removeNetworkOnceFree(network));
    var spec = spec("uses", image("app:1"));
    container(spec).set("Secrets", reference("Secret", secret, secretName(secret)));
    var configName = swarm().config(config).orElseThrow().name();
    container(spec).set("Configs", reference("Config", config, configName));
    ((ObjectNode) spec.path("TaskTemplate"))
        .set("Networks", json("[{'Target':'" + networkName + "'}]"));
    var service = create(spec);
    awaitTask(service, t -> t.state().equals("running"));
    assertThatThrownBy(() -> swarm().removeSecret(secret))
        .isInstanceOf(EngineException.InUse.class);
    assertThatThrownBy(() -> swarm().removeConfig(config))
        .isInstanceOf(EngineException.InUse.class);
    assertThatThrownBy(() -> swarm().removeNetwork(network))
        .isInstanceOf(EngineException.InUse.class);
    assertThatThrownBy(() -> swarm().createNetwork(networkSpec(networkName)))
        .isInstanceOf(EngineException.NameTaken.class);
    var target = service.spec().path("TaskTemplate").path("Networks").path(0).path("Target");
    assertThat(target.asText()).isEqualTo(network);
  }

  private String secretName(String id) {
    var secret =
        swarm().secrets().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
    assertThat(secret.spec().has("Data")).isFalse();
    assertThat(secret.labels()).isEqualTo(Map.of("x", "y"));
    return secret.name();
  }

  private void removeNetworkOnceFree(String id) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(EngineException.InUse.class)
        .until(() -> {
          swarm().removeNetwork(id);
          return true;
        });
  }

  @Test
  void a_tag_resolves_to_a_digest_that_resolves_to_itself() {
    var digest = swarm().resolve(image("app:1"), RegistryCredential.NONE);
    assertThat(digest.digest()).matches("sha256:[0-9a-f]{64}");
    assertThat(swarm().resolve(image("app:1"), RegistryCredential.NONE)).isEqualTo(digest);
    assertThat(swarm().resolve(image("app:2"), RegistryCredential.NONE)).isNotEqualTo(digest);
    var pinned = image("app:1") + "@" + digest.digest();
    assertThat(swarm().resolve(pinned, RegistryCredential.NONE).digest())
        .isEqualTo(digest.digest());
    assertThatThrownBy(() -> swarm().resolve(image("missing:1"), RegistryCredential.NONE))
        .isInstanceOf(EngineException.NotFound.class);
  }

  @Test
  void events_of_services_arrive() {
    var heard = new CopyOnWriteArrayList<SwarmEvent>();
    try (var subscription = swarm().events(Instant.now().minusSeconds(1), heard::add)) {
      assertThat(subscription).isNotNull();
      var service = create(spec("event", image("app:1")));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(heard)
                  .anyMatch(e ->
                      e.type().equals("service")
                          && e.action().equals("create")
                          && e.id().equals(service.id())
                          && e.attributes().get("name").equals(service.name())));
    }
  }

  @Test
  void it_says_who_it_is() {
    var info = swarm().info();
    assertThat(info.swarmId()).isNotBlank();
    assertThat(swarm().nodes()).extracting(SwarmNode::id).contains(info.nodeId());
    assertThat(swarm().nodes()).filteredOn(SwarmNode::takesTasks).isNotEmpty();
    assertThat(info.apiVersion()).matches("1\\.\\d+");
  }

  private SwarmService create(ObjectNode spec) {
    var id = swarm().createService(spec, RegistryCredential.NONE).id();
    cleanUp.push(() -> swarm().removeService(id));
    return swarm().service(id).orElseThrow();
  }

  private SwarmTask awaitTask(SwarmService service, Predicate<SwarmTask> wanted) {
    return await("a task of " + service.name())
        .atMost(PATIENCE)
        .until(
            () -> swarm().tasks(service.id()).stream().filter(wanted).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private void awaitUpdate(SwarmService service, UpdateStatus.State state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(swarm().service(service.id()).orElseThrow().update())
                .get()
                .extracting(UpdateStatus::state)
                .isEqualTo(state));
  }

  private static ObjectNode withImage(SwarmService service, String image) {
    var next = service.spec().deepCopy();
    container(next).put("Image", image);
    return next;
  }

  private static ObjectNode container(ObjectNode spec) {
    return (ObjectNode) spec.path("TaskTemplate").path("ContainerSpec");
  }

  private static ObjectNode spec(String name, String image) {
    var unique = unique(name);
    var spec =
        (ObjectNode)
            json(
                """
                {'Name':'%s','Labels':{'contract':'%s'},'Mode':{'Replicated':{'Replicas':1}},
                 'TaskTemplate':{'ContainerSpec':{'Image':'%s'}},
                 'UpdateConfig':{'Parallelism':1,'Monitor':2000000000,'FailureAction':'rollback'},
                 'RollbackConfig':{'Parallelism':1,'Monitor':200000000,'FailureAction':'pause'},
                 'EndpointSpec':{'Mode':'dnsrr'}}\
                """
                    .formatted(unique, unique, image));
    return spec;
  }

  private static ObjectNode dataSpec(String name, String data, Map<String, String> labels) {
    var spec = JSON.createObjectNode().put("Name", name);
    var target = spec.putObject("Labels");
    labels.forEach(target::put);
    var bytes = data.getBytes(StandardCharsets.UTF_8);
    return spec.put("Data", Base64.getEncoder().encodeToString(bytes));
  }

  private static ObjectNode networkSpec(String name) {
    return JSON.createObjectNode().put("Name", name).put("Driver", "overlay");
  }

  private static JsonNode reference(String kind, String id, String name) {
    return json(
        "[{'%sID':'%s','%sName':'%s','File':{'Name':'given','UID':'0','GID':'0','Mode':292}}]"
            .formatted(kind, id, kind, name));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String unique(String name) {
    return "contract-" + name + "-" + UUID.randomUUID().toString().substring(0, 8);
  }
}
