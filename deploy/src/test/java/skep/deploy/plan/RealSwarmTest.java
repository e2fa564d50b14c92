package skep.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.plan.Specs.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.ResolveImage;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.plan.actual.StackReader;
import skep.deploy.plan.image.Digests;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.preflight.Preflight;
import skep.deploy.stack.DesiredConfig;
import skep.deploy.stack.DesiredNetwork;
import skep.deploy.stack.DesiredSecret;
import skep.deploy.stack.DesiredService;
import skep.deploy.stack.DesiredStack;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.secrets.redaction.SecretValue;

/** The same stack through the CLI and through plans, on a real Swarm. */
@LabTest
class RealSwarmTest {
  private static final String FILE =
      """
      version: "3.13"
      services:
        app:
          image: IMAGE
          environment: {A: "1", EMPTY: ""}
          init: false
          stop_grace_period: 1s
          cap_add: [NET_ADMIN]
          sysctls: {net.core.somaxconn: "1024"}
          ulimits: {nproc: 100}
          healthcheck: {test: ["CMD", "true"], interval: 10s, retries: 3}
          networks: {default: {aliases: [other]}}
          ports: [{target: 80, published: PORT, mode: host}]
          volumes: ["data:/data"]
          secrets: [pw]
          configs: [{source: cf, target: /cf, mode: 0400}]
          deploy:
            endpoint_mode: dnsrr
            update_config: {parallelism: 2, order: stop-first, failure_action: rollback}
            resources: {limits: {memory: 50M, pids: 100}, reservations: {cpus: "0.1"}}
            placement: {constraints: [node.role==manager]}
            restart_policy: {condition: on-failure, delay: 0s}
        job:
          image: IMAGE
          command: ["true"]
          deploy: {mode: replicated-job, replicas: 2}
      networks: {default: {}}
      volumes: {data: {}}
      secrets: {pw: {file: ./pw}}
      configs: {cf: {file: ./cf}}
      """;

  private final Lab lab;
  private final String name;
  private final int port;
  private final Swarm swarm;
  @TempDir Path folder;

  RealSwarmTest(Lab lab) {
    this.lab = lab;
    this.name = lab.unique("plan");
    this.port = 20_000 + Math.floorMod(name.hashCode(), 10_000);
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
  }

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("pw"), "s3cret");
    Files.writeString(folder.resolve("cf"), "config");
    String image = lab.image("app:1");
    Files.writeString(
        folder.resolve("stack.yml"),
        FILE.replace("IMAGE", image).replace("PORT", Integer.toString(port)));
  }

  @AfterEach
  void takeDown() {
    lab.docker("stack", "rm", name);
    swarm.close();
  }

  @Test
  void afterTheCliDeployedThePlanOnlyAdopts() {
    cli("never");
    Plan unresolved = plan(desired(), ResolveImage.NEVER);
    cli("always");
    Plan resolved = plan(desired(), ResolveImage.ALWAYS);

    for (Plan plan : List.of(unresolved, resolved)) {
      assertThat(plan.changes()).flatExtracting(Change::fields).isEmpty();
      assertThat(plan.isEmpty()).isTrue();
      assertThat(plan.changes())
          .filteredOn(change -> change.action() == Action.ADOPT)
          .extracting(Change::name)
          .containsExactlyInAnyOrder(name + "_pw", name + "_cf");
    }
  }

  @Test
  void afterAPlanWasAppliedTheNextOneIsEmpty() {
    Plan first = plan(withoutContents(), ResolveImage.ALWAYS);
    assertThat(new Preflight(swarm, RegistryCredentials.NONE).check(first, actual())).isEmpty();
    apply(first);

    Plan again = plan(withoutContents(), ResolveImage.ALWAYS);
    assertThat(again.changes()).flatExtracting(Change::fields).isEmpty();
    assertThat(again.isEmpty()).isTrue();

    assertThat(swarm.services(Map.of("com.docker.stack.namespace", name))).hasSize(2);
  }

  @Test
  void aSecretThatChangedReachesTheSwarmUnderItsNextVersion() {
    apply(plan(desired(), ResolveImage.ALWAYS));

    assertThat(plan(desired(), ResolveImage.ALWAYS).isEmpty()).isTrue();
    DesiredStack changed =
        Specs.with(
            desired(),
            new DesiredSecret(name + "_pw", false, json("{}"), Optional.of(SecretValue.of("two"))));
    Plan second = plan(changed, ResolveImage.ALWAYS);
    assertThat(second.changes().stream().filter(change -> change.action().changesTheSwarm()))
        .extracting(Change::name)
        .containsExactly(name + "_pw-2", name + "_app");
    apply(second);
    assertThat(plan(changed, ResolveImage.ALWAYS).changes())
        .filteredOn(change -> change.action() == Action.REMOVE)
        .extracting(Change::name)
        .containsExactly(name + "_pw-1");
  }

  @Test
  void anImageTheRegistryDoesNotHaveFailsThePreflight() {
    DesiredStack desired = desired();
    Plan plan = plan(desired, ResolveImage.ALWAYS);
    String pinned = lab.image("app:1") + "@sha256:" + "0".repeat(64);
    var spec = desired.services().getFirst().spec();
    ((ObjectNode) spec.at("/TaskTemplate/ContainerSpec")).put("Image", pinned);
    var gone =
        new DesiredStack(
            name,
            desired.networks(),
            desired.secrets(),
            desired.configs(),
            List.of(new DesiredService(name + "_app", spec, List.of())),
            List.of());

    assertThat(new Preflight(swarm, RegistryCredentials.NONE).check(plan, actual())).isEmpty();
    assertThat(
            new Preflight(swarm, RegistryCredentials.NONE)
                .check(plan(gone, ResolveImage.ALWAYS), actual()))
        .singleElement()
        .asString()
        .contains(pinned, "nodes could not pull it for " + name + "_app");
  }

  private void cli(String resolve) {
    lab.docker(
        "stack",
        "deploy",
        "--detach",
        "--resolve-image",
        resolve,
        "-c",
        folder.resolve("stack.yml").toString(),
        name);
  }

  private DesiredStack withoutContents() {
    DesiredStack all = desired();
    var specs =
        all.services().stream()
            .map(service -> {
              ObjectNode spec = service.spec().deepCopy();
              ((ObjectNode) spec.at("/TaskTemplate/ContainerSpec"))
                  .remove(List.of("Secrets", "Configs"));
              return new DesiredService(service.name(), spec, List.of());
            })
            .toList();
    return new DesiredStack(name, all.networks(), List.of(), List.of(), specs, List.of());
  }

  /** What the CLI makes of the file, as far as it sends it. */
  private DesiredStack desired() {
    String image = lab.image("app:1");
    ObjectNode app =
        json(
            """
            {'Name':'NAME_app','Labels':{'com.docker.stack.namespace':'NAME'},
             'TaskTemplate':{
               'ContainerSpec':{
                 'Image':'IMAGE','Labels':{'com.docker.stack.namespace':'NAME'},
                 'Env':['A=1','EMPTY='],'Init':false,'StopGracePeriod':1000000000,
                 'Mounts':[{'Type':'volume','Source':'NAME_data','Target':'/data',
                   'VolumeOptions':{'Labels':{'com.docker.stack.namespace':'NAME'}}}],
                 'Healthcheck':{'Test':['CMD','true'],'Interval':10000000000,'Retries':3},
                 'Secrets':[{'SecretName':'NAME_pw',
                   'File':{'Name':'pw','UID':'0','GID':'0','Mode':292}}],
                 'Configs':[{'ConfigName':'NAME_cf',
                   'File':{'Name':'/cf','UID':'0','GID':'0','Mode':256}}],
                 'Sysctls':{'net.core.somaxconn':'1024'},
                 'CapabilityAdd':['CAP_NET_ADMIN'],
                 'Ulimits':[{'Name':'nproc','Hard':100,'Soft':100}]},
               'Resources':{'Limits':{'MemoryBytes':52428800,'Pids':100},
                            'Reservations':{'NanoCPUs':100000000}},
               'RestartPolicy':{'Condition':'on-failure','Delay':0},
               'Placement':{'Constraints':['node.role==manager']},
               'Networks':[{'Target':'NAME_default','Aliases':['other','app']}]},
             'Mode':{'Replicated':{}},
             'UpdateConfig':{'Parallelism':2,'FailureAction':'rollback','Order':'stop-first'},
             'EndpointSpec':{'Mode':'dnsrr','Ports':[
               {'Protocol':'tcp','TargetPort':80,'PublishedPort':PORT,'PublishMode':'host'}]}}
            """
                .replace("NAME", name)
                .replace("IMAGE", image)
                .replace("PORT", Integer.toString(port)));
    ObjectNode job =
        json(
            """
            {'Name':'NAME_job','Labels':{'com.docker.stack.namespace':'NAME'},
             'TaskTemplate':{
               'ContainerSpec':{'Image':'IMAGE','Args':['true'],
                                'Labels':{'com.docker.stack.namespace':'NAME'}},
               'Networks':[{'Target':'NAME_default','Aliases':['job']}]},
             'Mode':{'ReplicatedJob':{'MaxConcurrent':2,'TotalCompletions':2}}}
            """
                .replace("NAME", name)
                .replace("IMAGE", image));
    return new DesiredStack(
        name,
        List.of(
            new DesiredNetwork(
                name + "_default",
                false,
                json(
                    "{'Name':'%s_default','Driver':'overlay','Labels':{'com.docker.stack.namespace':'%s'}}"
                        .formatted(name, name)))),
        List.of(
            new DesiredSecret(
                name + "_pw", false, json("{}"), Optional.of(SecretValue.of("s3cret")))),
        List.of(
            new DesiredConfig(
                name + "_cf", false, json("{}"), Optional.of(SecretValue.of("config")))),
        List.of(
            new DesiredService(name + "_app", app, List.of()),
            new DesiredService(name + "_job", job, List.of())),
        List.of());
  }

  private ActualStack actual() {
    return new StackReader(swarm).read(desired(), Set.of());
  }

  private Plan plan(DesiredStack desired, ResolveImage mode) {
    ActualStack actual = new StackReader(swarm).read(desired, Set.of());
    var options = new Plan.Options(mode, false, true, Optional.empty());
    var images =
        new Digests(swarm, RegistryCredentials.NONE)
            .resolve(Planner.imagesToResolve(desired, actual, options));
    return Planner.plan(
        new PlanRequest(
            new Plan.Kind.Deploy(),
            desired,
            actual,
            Optional.empty(),
            Set.of(),
            images,
            true,
            World.FINGERPRINTS,
            options,
            World.COMMIT,
            "policy",
            Instant.now()));
  }

  /** The least that carries a plan out. */
  private void apply(Plan plan) {
    for (Change change : plan.changes()) {
      if (change.action() == Action.CREATE || change.action() == Action.UPDATE) {
        ObjectNode spec = change.spec().orElseThrow().deepCopy();
        switch (change.kind()) {
          case NETWORK -> swarm.createNetwork(spec);
          case SECRET -> swarm.createSecret(spec.put("Data", base64("s3cret")));
          case CONFIG -> swarm.createConfig(spec.put("Data", base64("config")));
          case SERVICE -> applyService(change, withIds(spec));
        }
      }
    }
  }

  private void applyService(Change change, ObjectNode spec) {
    if (change.action() == Action.CREATE) {
      swarm.createService(spec, RegistryCredential.NONE);
    } else {
      swarm.updateService(
          swarm.service(change.name()).orElseThrow(), spec, RegistryCredential.NONE);
    }
  }

  private ObjectNode withIds(ObjectNode spec) {
    ActualStack actual = actual();
    JsonNode container = spec.at("/TaskTemplate/ContainerSpec");
    container
        .path("Secrets")
        .forEach(one ->
            ((ObjectNode) one)
                .put("SecretID", actual.secretsByName().get(one.path("SecretName").asText()).id()));
    container
        .path("Configs")
        .forEach(one ->
            ((ObjectNode) one)
                .put("ConfigID", actual.configsByName().get(one.path("ConfigName").asText()).id()));
    ((ArrayNode) spec.at("/TaskTemplate/Networks"))
        .forEach(one ->
            ((ObjectNode) one)
                .put("Target", actual.networksByName().get(one.path("Target").asText()).id()));
    return spec;
  }

  /** Tasks the Swarm wants of the service (jobs run again whenever anything is sent for them). */
  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
