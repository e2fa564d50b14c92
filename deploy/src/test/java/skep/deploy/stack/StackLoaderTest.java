package skep.deploy.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import skep.deploy.yaml.Problem;

class StackLoaderTest {
  private static final String FILE = "stacks/web/stack.yml";

  @Test
  void aServiceOfOneLineGetsWhatTheCliSends() {
    DesiredStack stack = load("services: {app: {image: nginx}}");
    JsonNode spec = stack.services().getFirst().spec();
    assertThat(spec.toString())
        .isEqualTo(
            """
            {"Name":"web_app","Labels":{"com.docker.stack.image":"nginx",\
            "com.docker.stack.namespace":"web"},"TaskTemplate":{"ContainerSpec":{\
            "Image":"nginx","Labels":{"com.docker.stack.namespace":"web"},\
            "Privileges":{"CredentialSpec":null,"SELinuxContext":null,"NoNewPrivileges":false}},\
            "Resources":{},"Placement":{},"Networks":[{"Target":"web_default","Aliases":["app"]}],\
            "ForceUpdate":0},"Mode":{"Replicated":{}},"EndpointSpec":{}}\
            """);
    assertThat(stack.networks()).extracting(DesiredNetwork::name).containsExactly("web_default");
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsLine() {
    assertThat(
            problems(
                """
                services:
                  app:
                    image: nginx:${TAG}
                    imgae: nginx
                    tty: "yes"
                    extends: {file: other.yml}
                    deploy: {replicas: two}
                """))
        .extracting(Problem::line)
        .containsExactly(3, 4, 5, 6, 7);
  }

  @Test
  void anUnsetVariableNamesItselfAndTheWayOut() {
    assertThat(problems("services:\n  app:\n    image: nginx:${TAG}\n"))
        .singleElement()
        .asString()
        .isEqualTo(
            FILE
                + ":3: services.app.image: variable TAG is not set; write ${TAG:-} if blank is"
                + " meant, or deploy with --allow-unset");
  }

  @Test
  void anUnsetVariableIsBlankWhereThatIsAllowed() {
    DesiredStack stack =
        new StackLoader()
            .load(
                new StackSource(
                    "web",
                    FilesInMemory.of(
                        Map.of(FILE, "services: {app: {image: 'nginx', hostname: 'a$B'}}")),
                    List.of(FILE),
                    Map.of(),
                    true));
    assertThat(stack.services().getFirst().spec().at("/TaskTemplate/ContainerSpec/Hostname"))
        .hasToString("\"a\"");
  }

  @Test
  void aMistypedKeyGetsTheNearestRightOne() {
    assertThat(problems("services: {app: {imgae: nginx}}"))
        .singleElement()
        .asString()
        .contains("did you mean 'image'?");
  }

  @Test
  void filesOutsideOfTheEstateAreRefused() {
    assertThat(
            problems(
                """
                services: {app: {image: nginx, env_file: ../../../etc/passwd}}
                secrets: {key: {file: /etc/shadow}}
                configs: {site: {file: ../../../../x}}
                """))
        .extracting(Problem::message)
        .anySatisfy(m -> assertThat(m).contains("env_file of service app", "out of the estate"))
        .hasSize(1);
  }

  @Test
  void aRelativeBindMountIsRefused() {
    assertThat(problems("services: {app: {image: nginx, volumes: ['./data:/data']}}"))
        .singleElement()
        .asString()
        .contains("not on the nodes' disks");
  }

  @Test
  void aTemplateIsRenderedOverTheVariablesOfTheEstate() {
    DesiredStack stack =
        load(
            Map.of(
                "stack.yml.j2",
                "services:\n{% for n in names %}\n  {{ n }}: {image: '{{ registry }}/{{ n }}'}\n"
                    + "{% endfor %}\n",
                "vars/a.yml",
                "registry: one\nnames: [x, y]\n",
                "vars/b.yml",
                "registry: two\n"),
            "stack.yml.j2");
    assertThat(stack.services()).extracting(DesiredService::name).containsExactly("web_x", "web_y");
    assertThat(stack.services().getFirst().spec().at("/TaskTemplate/ContainerSpec/Image"))
        .hasToString("\"two/x\"");
  }

  @Test
  void aTemplateWithAnUndefinedVariableIsRefusedWithItsLine() {
    assertThat(
            problems(
                Map.of("s.yml.j2", "services:\n  app:\n    image: '{{ image }}'\n"), "s.yml.j2"))
        .singleElement()
        .asString()
        .startsWith("s.yml.j2:3: ")
        .contains("image");
  }

  @Test
  void everyUseOfAnUndefinedVariableIsRefusedByItsName() {
    for (String use :
        List.of(
            "{{ 'nginx' ~ tag }}",
            "{{ 'nginx' + tag }}",
            "{{ [tag]|join('') }}",
            "{% if tag %}a{% endif %}",
            "{% if not tag %}a{% endif %}",
            "{% if tag == 'prod' %}a{% endif %}",
            "{% if tag != 'prod' %}a{% endif %}",
            "{% if 'prod' in tag %}a{% endif %}",
            "{% for x in tag %}a{% endfor %}",
            "{{ tag.name ~ 'x' }}",
            "{{ tag|upper }}",
            "{{ tag|length }}",
            "{% set other = tag ~ 'x' %}{{ other }}",
            "{{ 'a' if tag else 'b' }}")) {
      assertThat(problems(template(use), "s.yml.j2"))
          .as(use)
          .isNotEmpty()
          .allSatisfy(problem -> assertThat(problem.line()).isPositive())
          .anySatisfy(problem -> assertThat(problem.message()).contains("'tag"));
    }
    assertThat(problems(template("{{ 'x' ~ db.port }}"), "s.yml.j2"))
        .anySatisfy(problem -> assertThat(problem.message()).contains("'db.port'"));
  }

  @Test
  void anUndefinedVariableMayBeAskedForAndGivenADefault() {
    Map<String, String> expected =
        Map.of(
            "{{ tag|default('nginx') }}", "nginx",
            "{{ tag|d('nginx') }}", "nginx",
            "{{ db.port|default('nginx') }}", "nginx",
            "{% if tag is defined %}a{% else %}nginx{% endif %}", "nginx",
            "{% if tag is undefined %}nginx{% endif %}", "nginx",
            "{% if db is defined %}{{ db.host }}{% endif %}", "nginx",
            "{% if db.port is defined %}a{% else %}nginx{% endif %}", "nginx",
            "{% for x in [1] %}{{ 'nginx' if loop.first else 'b' }}{% endfor %}", "nginx");
    expected.forEach((use, image) ->
        assertThat(
                load(template(use), "s.yml.j2")
                    .services()
                    .getFirst()
                    .spec()
                    .at("/TaskTemplate/ContainerSpec/Image")
                    .asText())
            .as(use)
            .isEqualTo(image));
  }

  private static Map<String, String> template(String image) {
    return Map.of(
        "s.yml.j2",
        "services:\n  app:\n    image: \"" + image + "\"\n",
        "vars/a.yml",
        "db: {host: nginx}\n",
        "vars/b.yml",
        "# nothing but words\n");
  }

  @Test
  void aMistakeInATemplateIsShownWhereItStandsInTheTemplate() {
    assertThat(
            problems(
                Map.of(
                    "s.yml.j2",
                    "services:\n{% for n in ['a', 'b', 'c'] %}\n  {{ n }}: {image: nginx}\n"
                        + "{% endfor %}\n  last:\n    imgae: nginx\n"),
                "s.yml.j2"))
        .extracting(Problem::toString)
        .anySatisfy(told -> assertThat(told).startsWith("s.yml.j2:6: unknown key 'imgae'"));
    assertThat(
            problems(
                Map.of(
                    "s.yml.j2",
                    "services:\n{% for n in ['a', 'b'] %}\n  {{ n }}: {imgae: nginx}\n{% endfor %}\n"),
                "s.yml.j2"))
        .extracting(Problem::toString)
        .anySatisfy(told -> assertThat(told).startsWith("s.yml.j2 (rendered):3: unknown key"));
  }

  @Test
  void aKeyThatStandsTwiceDoesNotHideTheOtherMistakes() {
    assertThat(
            problems(
                "services:\n  a: {image: nginx}\n  a: {image: nginx}\n  b: {imgae: nginx}\n"
                    + "  c: {image: !what x}\n"))
        .extracting(Problem::line)
        .containsExactly(3, 4, 5);
  }

  @Test
  void numbersNoEngineTakesAreRefused() {
    for (String settings :
        List.of(
            "ports: [{target: 80, published: 5000000000}]",
            "ports: [{target: 70000}]",
            "restart: 'on-failure:-1'",
            "deploy: {resources: {limits: {memory: 99999999999P}}}",
            "deploy: {resources: {limits: {cpus: '-1'}}}")) {
      assertThat(problems("services:\n  app:\n    image: nginx\n    " + settings + "\n"))
          .as(settings)
          .extracting(Problem::line)
          .containsExactly(4);
    }
  }

  @Test
  void aTemplateReachesNeitherFilesNorClasses() {
    assertThat(problems(Map.of("s.yml.j2", "{% include 'vars/a.yml' %}"), "s.yml.j2")).isNotEmpty();
    assertThat(
            problems(
                Map.of("s.yml.j2", "services: {a: {image: \"{{ ''.getClass().getName() }}\"}}"),
                "s.yml.j2"))
        .isNotEmpty();
  }

  @Test
  void aStackNameThatIsAPathIsRefused() {
    InvalidStackException refused =
        catchThrowableOfType(
            InvalidStackException.class,
            () -> new StackLoader().load(source("../x", Map.of(FILE, "services: {}"), FILE)));
    assertThat(refused.problems())
        .singleElement()
        .asString()
        .contains("'../x' cannot name a stack");
  }

  @Test
  void secretsKeepTheirValuesToThemselves() {
    DesiredStack stack =
        load(
            Map.of(
                FILE,
                "services: {app: {image: nginx, secrets: [key]}}\n"
                    + "secrets: {key: {file: key.txt}, token: {environment: TOKEN}}\n",
                "stacks/web/key.txt",
                "hush"),
            FILE);
    assertThat(stack.toString()).doesNotContain("hush").doesNotContain("t0ken");
    assertThat(stack.secrets())
        .extracting(DesiredSecret::name)
        .containsExactly("web_key", "web_token");
    assertThat(stack.secrets().getFirst().value().orElseThrow().reveal())
        .asString()
        .isEqualTo("hush");
  }

  private static DesiredStack load(String text) {
    return load(Map.of(FILE, text), FILE);
  }

  private static DesiredStack load(Map<String, String> files, String file) {
    return new StackLoader().load(source("web", files, file));
  }

  private static StackSource source(String name, Map<String, String> files, String file) {
    return new StackSource(
        name, FilesInMemory.of(files), List.of(file), Map.of("TOKEN", "t0ken"), false);
  }

  private static List<Problem> problems(String text) {
    return problems(Map.of(FILE, text), FILE);
  }

  private static List<Problem> problems(Map<String, String> files, String file) {
    return catchThrowableOfType(InvalidStackException.class, () -> load(files, file)).problems();
  }
}
