package skep.deploy.estate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.estate.AccessPolicy.Rule;
import skep.deploy.estate.StackEntry.Approval;
import skep.deploy.estate.StackEntry.OnMerge;
import skep.deploy.verify.Probe;
import skep.deploy.yaml.Problem;

class EstateTest {
  private final FilesInMemory files =
      new FilesInMemory()
          .with("stacks/apps/web/stack.yml", "services: {}")
          .with("stacks/api/stack.yml.j2", "services: {}");

  @Test
  void withoutSkepYamlEverythingIsAtItsDefault() {
    Estate estate = Estate.read(files);
    assertThat(estate.stackNames()).containsExactly("api", "web");
    assertThat(estate.stack("web"))
        .contains(
            new StackEntry(
                "web",
                List.of("stacks/apps/web/stack.yml"),
                Approval.REQUIRED,
                OnMerge.PLAN,
                List.of()));
    assertThat(estate.access()).isEqualTo(new AccessPolicy(false, Map.of()));
    assertThat(estate.chat()).isEqualTo(new ChatRooms(List.of(), Optional.empty()));
    assertThat(estate.backup()).isEmpty();
  }

  @Test
  void aStackFileThatIsALinkIsRefusedByItsName() {
    files.withLink("stacks/shop/stack.yml").withLink("stacks/api/notes");
    assertThat(catchThrowableOfType(InvalidEstateException.class, () -> Estate.read(files)))
        .hasMessageContainingAll("stacks/shop/stack.yml", "symbolic link")
        .hasMessageNotContaining("notes");
  }

  @Test
  void aKeyThatStandsTwiceDoesNotHideTheOtherMistakes() {
    InvalidEstateException refusal =
        catchThrowableOfType(
            InvalidEstateException.class,
            () -> read("chat: {}\nchat: {}\nacces: {}\nstacks: {nope: {file: nope.yml}}\n"));
    assertThat(refusal.problems()).extracting(Problem::line).contains(2, 3, 4);
  }

  @Test
  @Timeout(30)
  void twentyThousandStacksAreReadInReasonableTime() {
    StringBuilder stacks = new StringBuilder("stacks:\n");
    for (int i = 0; i < 20_000; i++) {
      stacks.append("  s").append(i).append(": {file: stacks/nowhere/").append(i).append("}\n");
    }
    InvalidEstateException refusal =
        catchThrowableOfType(InvalidEstateException.class, () -> read(stacks.toString()));
    assertThat(refusal.problems()).hasSize(20_000);
  }

  @Test
  void aFullFileIsReadAsWritten() {
    Estate estate =
        read(
            """
            chat: {commands: [ops], alerts: "#ops-alerts"}
            access:
              deploy:  {members-of: ops-deployers}
              approve: {members-of: [ops-deployers, leads], other-than-requester: true}
              backup:  {persons: {deployer-a: 7Hq}}
              secrets: {roles: [secret-keeper]}
            stacks:
              web:
                file: stacks/apps/web/stack.yml
                approval: none
                on-merge: deploy
                verify:
                  - {http: "https://example.org/health", status: 204, within: 5m}
                  - {tcp: "db:5432"}
                  - {command: [test, -f, /x], image: busybox, networks: [web_net], within: 10s}
              api:
            backup:
              repository: s3:https://account.r2.cloudflarestorage.com/bucket
              sources:
                core: {on: every-node, paths: [/opt/core], schedule: "0 15 2 * * ?"}
                db: {on: node.role==manager, paths: /dump, before: [{image: mongo, command: [mongodump]}]}
              keep: {daily: 7}
              restore-test: {schedule: "0 0 5 ? * SUN", sample: 20}
            """);
    assertThat(estate.chat()).isEqualTo(new ChatRooms(List.of("ops"), Optional.of("ops-alerts")));
    assertThat(estate.access().stated()).isTrue();
    assertThat(estate.access().rule(Capability.APPROVE))
        .contains(
            new Rule(Map.of(), List.of("ops-deployers", "leads"), List.of(), Optional.of(true)));
    assertThat(estate.access().rule(Capability.BACKUP))
        .contains(new Rule(Map.of("deployer-a", "7Hq"), List.of(), List.of(), Optional.empty()));
    assertThat(estate.access().rule(Capability.ROLLBACK)).isEmpty();
    StackEntry web = estate.stack("web").orElseThrow();
    assertThat(web.approval()).isEqualTo(Approval.NONE);
    assertThat(web.onMerge()).isEqualTo(OnMerge.DEPLOY);
    assertThat(web.verify())
        .containsExactly(
            new Probe.Http(
                URI.create("https://example.org/health"),
                204,
                Optional.empty(),
                Duration.ofMinutes(5)),
            new Probe.Tcp("db", 5432, Duration.ofSeconds(60)),
            new Probe.Command(
                "busybox",
                List.of("test", "-f", "/x"),
                List.of("web_net"),
                Duration.ofSeconds(10)));
    assertThat(estate.stack("api").orElseThrow().files())
        .containsExactly("stacks/api/stack.yml.j2");
    BackupPolicy backup = estate.backup().orElseThrow();
    assertThat(backup.sources()).containsOnlyKeys("core", "db");
    assertThat(backup.keep()).isEqualTo(new BackupPolicy.Keep(7, 0, 0));
    assertThat(backup.restoreTest())
        .contains(new BackupPolicy.RestoreTest("0 0 5 ? * SUN", 20, 1L << 30));
  }

  @Test
  void allMistakesAreSaidAtOnceWithTheirLinesAndTheRightKeys() {
    assertThat(
            problems(
                """
                chat: {comands: [ops]}
                acess: {}
                stacks:
                  web:
                    file: stacks/apps/web/stack.yaml
                    aproval: none
                    on-merge: deplyo
                  api: [1]
                """))
        .containsExactlyInAnyOrder(
            "skep.yaml:1: comands is not a key of chat; did you mean commands?",
            "skep.yaml:2: acess is not a key of this file; did you mean access?",
            "skep.yaml:5: stacks.web.file: there is no file stacks/apps/web/stack.yaml in this"
                + " commit; did you mean stacks/apps/web/stack.yml?",
            "skep.yaml:6: aproval is not a key of stacks.web; did you mean approval?",
            "skep.yaml:7: stacks.web.on-merge must be plan or deploy or nothing;"
                + " did you mean deploy?",
            "skep.yaml:8: stacks.api must be a mapping, not a list");
  }

  @Test
  void aStackWrittenTwiceIsRefused() {
    assertThat(problems("stacks:\n  web: {}\n  web: {}\n"))
        .singleElement()
        .asString()
        .startsWith("skep.yaml:3: ")
        .contains("web");
  }

  @Test
  void twoFoldersOfOneNameAreRefused() {
    files.with("stacks/more/web/stack.yml", "services: {}");
    assertThat(problems(""))
        .singleElement()
        .asString()
        .contains("stacks/apps/web/stack.yml", "stacks/more/web/stack.yml", "rename one");
  }

  @Test
  void aStackNamedLikeAPathIsRefused() {
    assertThat(problems("stacks: {../x: {file: stacks/apps/web/stack.yml}}"))
        .containsExactly(
            "skep.yaml:1: “../x” has “.” in it; names of stacks are made of a-z, 0-9, - and _");
  }

  @Test
  void aLookAlikeInANameIsNamed() {
    assertThat(problems("stacks: {w\u0435b: {file: stacks/apps/web/stack.yml}}"))
        .singleElement()
        .asString()
        .contains("U+0435 (CYRILLIC SMALL LETTER IE)");
    files.with("stacks/\u0430pi/stack.yml", "services: {}");
    assertThat(problems(""))
        .singleElement()
        .asString()
        .contains("U+0430 (CYRILLIC SMALL LETTER A)");
  }

  @Test
  void filesOutsideTheEstateAreRefused() {
    for (String path : List.of("../../etc/passwd", "/etc/passwd", "stacks/../../x", "a\\\\b")) {
      assertThat(problems("stacks: {web: {file: \"%s\"}}".formatted(path)))
          .as(path)
          .singleElement()
          .asString()
          .startsWith("skep.yaml:1: stacks.web.file: ");
    }
  }

  @Test
  void aStackMayHaveRulesOfItsOwn() {
    Estate estate =
        read(
            """
            access:
              deploy: {members-of: ops}
              approve: {members-of: ops}
            stacks:
              web:
                file: stacks/apps/web/stack.yml
                access: {approve: {members-of: leads, needed: 2}, break-glass: {persons: {a: 7Hq}}}
              api: {file: stacks/api/stack.yml.j2}
            """);
    AccessPolicy web = estate.access("web");
    assertThat(web.rule(Capability.DEPLOY).orElseThrow().membersOf()).containsExactly("ops");
    assertThat(web.rule(Capability.APPROVE).orElseThrow().membersOf()).containsExactly("leads");
    assertThat(web.rule(Capability.APPROVE).orElseThrow().needed()).isEqualTo(2);
    assertThat(web.rule(Capability.BREAK_GLASS)).isPresent();
    assertThat(estate.access("api")).isEqualTo(estate.access());
    assertThat(estate.access("api").rule(Capability.BREAK_GLASS)).isEmpty();
  }

  @Test
  void rulesOfAStackHaveNoOtherKeys() {
    assertThat(
            problems(
                """
                access: {deploy: {roles: [x], needed: 2}}
                stacks:
                  web: {file: stacks/apps/web/stack.yml, access: {backup: {roles: [x]}}}
                  api: {file: stacks/api/stack.yml.j2, access: {approve: {needed: 0, roles: [x]}}}
                """))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).contains(":1: needed is not a key of access.deploy"),
            two -> assertThat(two).contains(":3: backup is not a key of stacks.web.access"),
            three -> assertThat(three).contains(":4: stacks.api.access.approve.needed must be"));
  }

  @Test
  void anArgumentMayHaveARuleOfItsOwn() {
    Estate estate =
        read(
            """
            access:
              deploy:
                members-of: ops
                arguments: {"@": {members-of: leads}, --detach: {persons: {a: 7Hq}}}
              approve: {members-of: ops, by-reaction: true}
            """);
    Rule deploy = estate.access().rule(Capability.DEPLOY).orElseThrow();
    assertThat(deploy.arguments())
        .isEqualTo(
            Map.of(
                "@", new Rule(Map.of(), List.of("leads"), List.of(), Optional.empty()),
                "--detach", new Rule(Map.of("a", "7Hq"), List.of(), List.of(), Optional.empty())));
    assertThat(estate.access().rule(Capability.APPROVE).orElseThrow().byReaction()).isTrue();
    assertThat(estate.policyFingerprint("web"))
        .isNotEqualTo(read("access: {deploy: {members-of: ops}}").policyFingerprint("web"));
  }

  @Test
  void anArgumentThatNoCommandHasWouldProtectNothing() {
    assertThat(
            problems(
                """
                access:
                  rollback: {members-of: ops, arguments: {--forse: {members-of: leads}, to: {}}}
                  approve: {members-of: ops, arguments: {--detach: {members-of: leads}}}
                  deploy: {members-of: ops, by-reaction: true}
                """))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).contains(":2: --forse is not a key of").contains("--force"),
            two -> assertThat(two).contains(":2: ").contains("names nobody"),
            three -> assertThat(three).contains(":3: arguments is not a key of access.approve"),
            four -> assertThat(four).contains(":4: by-reaction is not a key of access.deploy"));
  }

  @Test
  void aRuleThatNamesNobodyIsAMistake() {
    assertThat(problems("access: {approve: {other-than-requester: true}}"))
        .containsExactly(
            "skep.yaml:1: access.approve names nobody; give it persons, members-of or roles");
  }

  @Test
  void anEmptyAccessStillSaysSomethingAboutAccess() {
    assertThat(read("access:\n").access()).isEqualTo(new AccessPolicy(true, Map.of()));
  }

  @Test
  void otherThanRequesterBelongsToApproveAlone() {
    assertThat(problems("access: {deploy: {roles: [x], other-than-requester: true}}"))
        .singleElement()
        .asString()
        .contains("other-than-requester is not a key of access.deploy");
  }

  @Test
  void wrongProbesSayWhatIsRight() {
    assertThat(
            problems(
                """
                stacks:
                  web:
                    file: stacks/apps/web/stack.yml
                    verify:
                      - {htp: "https://example.org"}
                      - {http: "ftp://example.org"}
                      - {http: "https://example.org", status: 999}
                      - {tcp: db}
                      - {command: [ls]}
                      - {http: "https://example.org", within: soon}
                """))
        .containsExactlyInAnyOrder(
            "skep.yaml:5: a probe needs one of http, tcp, command",
            "skep.yaml:5: htp is not a key of stacks.web.verify[0]; did you mean http?",
            "skep.yaml:6: stacks.web.verify[1].http must be a URL such as"
                + " https://example.org/health, without a password in it",
            "skep.yaml:7: stacks.web.verify[2].status must be a whole number from 100 to 599",
            "skep.yaml:8: stacks.web.verify[3].tcp must be a host and a port such as db:5432",
            "skep.yaml:9: stacks.web.verify[4].image must be the image the command runs in",
            "skep.yaml:10: stacks.web.verify[5].within must be a duration such as 90s or 5m");
  }

  @Test
  void bombsAndGarbageAreRefusedWithTheFilesName() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("]\n");
    }
    assertThat(problems(bomb.toString())).singleElement().asString().startsWith("skep.yaml:");
    assertThat(problems("[".repeat(100_000))).singleElement().asString().startsWith("skep.yaml:");
    files.with("skep.yaml", new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
    assertThat(problems()).containsExactly("skep.yaml: is not text in UTF-8");
    files.with("skep.yaml", new byte[50_000_000]);
    assertThat(problems()).singleElement().asString().contains("50,000,000 bytes");
  }

  @Test
  void skepYmlIsNotSilentlyIgnored() {
    files.with("skep.yml", "access: {}");
    assertThat(problems())
        .containsExactly("skep.yml: is not read; rename it to skep.yaml, or remove it");
  }

  @Test
  void theFingerprintFollowsWhatDecides() {
    String web = "stacks: {web: {file: stacks/apps/web/stack.yml%s}, api: {}}\n%s";
    Estate estate = read(web.formatted("", ""));
    Estate other = read(web.formatted("", "chat: {alerts: ops}"));
    Estate access = read(web.formatted("", "access: {deploy: {roles: [a, b]}}"));
    Estate approval = read(web.formatted(", approval: none", ""));
    assertThat(other.policyFingerprint("web")).isEqualTo(estate.policyFingerprint("web"));
    assertThat(access.policyFingerprint("web")).isNotEqualTo(estate.policyFingerprint("web"));
    assertThat(approval.policyFingerprint("web")).isNotEqualTo(estate.policyFingerprint("web"));
    assertThat(approval.policyFingerprint("api")).isEqualTo(estate.policyFingerprint("api"));
  }

  private Estate read(String skepYaml) {
    return Estate.read(files.with("skep.yaml", skepYaml));
  }

  private List<String> problems(String skepYaml) {
    files.with("skep.yaml", skepYaml.getBytes(UTF_8));
    return problems();
  }

  private List<String> problems() {
    InvalidEstateException thrown =
        catchThrowableOfType(InvalidEstateException.class, () -> Estate.read(files));
    assertThat(thrown).as("refused").isNotNull();
    return thrown.problems().stream().map(Problem::toString).toList();
  }
}
