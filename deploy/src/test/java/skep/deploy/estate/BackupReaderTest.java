package skep.deploy.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.deploy.estate.BackupPolicy.Band;
import skep.deploy.estate.BackupPolicy.Check;
import skep.deploy.estate.BackupPolicy.Keep;
import skep.deploy.estate.BackupPolicy.Probe;
import skep.deploy.estate.BackupPolicy.Probe.Part;
import skep.deploy.estate.BackupPolicy.Prune;
import skep.deploy.estate.BackupPolicy.RestoreTest;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.estate.BackupPolicy.Step;
import skep.deploy.yaml.Problem;

class BackupReaderTest {
  private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);
  private static final String BUCKET = "s3:https://account.r2.cloudflarestorage.com/backup";
  private static final String CORE = "{on: every-node, paths: [/opt/core]}";

  private static BackupPolicy policy(String yaml) {
    return Estate.read(new FilesInMemory().with("skep.yaml", yaml)).backup().orElseThrow();
  }

  private static List<String> problems(String yaml) {
    InvalidEstateException thrown =
        catchThrowableOfType(InvalidEstateException.class, () -> policy(yaml));
    assertThat(thrown).as("refused: %s", yaml).isNotNull();
    return thrown.problems().stream().map(Problem::toString).toList();
  }

  /** With one more line, the fourth. */
  private static String with(String line) {
    return "backup:\n  repository: %s\n  sources: {core: %s}\n  %s\n".formatted(BUCKET, CORE, line);
  }

  /** With one more line in its only source, the sixth. */
  private static String source(String line) {
    return "backup:\n  repository: %s\n  sources:\n    core:\n      on: every-node\n      %s\n"
            .formatted(BUCKET, line)
        + (line.startsWith("paths") ? "" : "      paths: [/opt/core]\n");
  }

  private static String onePath(String path) {
    return source("paths: [\"%s\"]".formatted(path));
  }

  private static void refused(String yaml, int line, String... words) {
    assertThat(problems(yaml))
        .as(yaml)
        .singleElement()
        .asString()
        .startsWith("skep.yaml:%d: backup.".formatted(line))
        .contains(words);
  }

  @Test
  void whatIsNotSaidIsAtItsDefault() {
    BackupPolicy policy =
        policy("backup:\n  repository: %s\n  sources: {core: %s}\n".formatted(BUCKET, CORE));
    Source core =
        new Source(
            "every-node",
            List.of("/opt/core"),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            new Band(50, 300),
            Duration.ZERO,
            Duration.ofHours(6),
            Duration.ofHours(2));
    assertThat(policy.sources()).isEqualTo(Map.of("core", core));
    assertThat(policy)
        .isEqualTo(
            new BackupPolicy(
                BUCKET,
                "restic/restic:0.18.1",
                "secrets/backup.env",
                ZoneId.of("UTC"),
                policy.sources(),
                new Keep(7, 4, 12),
                new Prune("0 0 4 ? * SUN", 50),
                new Check("0 30 5 * * ?", 7),
                Optional.empty(),
                Optional.empty(),
                "/var/tmp"));
  }

  @Test
  void allOfItIsReadAsWritten() {
    BackupPolicy policy =
        policy(
            """
            backup:
              repository: %s/skep
              image: registry.example.org/restic:0.18.1%s
              credentials: secrets/restic.env
              time-zone: Europe/Vienna
              keep: {daily: 14, weekly: 8, monthly: 24}
              prune: {schedule: "0 0 3 ? * SAT", most: 20}
              check: {schedule: "0 0 6 * * ?", parts: 30}
              restore-test: {schedule: "0 0 5 ? * SUN", sample: 50, most: 2GB}
              ping: https://ping.example.org/backup
              scratch: /srv/scratch/
              sources:
                volumes:
                  on: node.labels.backup==true
                  paths: [/mnt/data/, /mnt/dump]
                  exclude: "*.tmp"
                  schedule: 0 45 2 * * ?
                  before:
                    - image: mongo:7
                      command: [mongodump, --out, /dump]
                      on: node.labels.db==true
                      mounts: ["/mnt/dump:/dump", "keys:/keys"]
                      networks: [db_default]
                      secrets: [mongo_password]
                    - scale: {service: web_app, replicas: 0}
                  after:
                    - {image: busybox, command: [rm, -rf, /dump], mounts: "/mnt/dump:/dump"}
                  sentinels: [/mnt/data/VERSION]
                  probe:
                    services:
                      db:
                        image: mongo:7
                        environment: {TZ: UTC}
                        mounts: ["/mnt/dump/db:/data/db"]
                    query: {image: mongo:7, command: [mongosh, db, --eval, db.stats()]}
                    within: 20m
                  band: {least: 80, most: 150}
                  jitter: 10m
                  catch-up: 3h
                  late: 1h
            """
                .formatted(BUCKET, DIGEST));
    Source volumes = policy.sources().get("volumes");
    assertThat(policy)
        .isEqualTo(
            new BackupPolicy(
                BUCKET + "/skep",
                "registry.example.org/restic:0.18.1" + DIGEST,
                "secrets/restic.env",
                ZoneId.of("Europe/Vienna"),
                policy.sources(),
                new Keep(14, 8, 24),
                new Prune("0 0 3 ? * SAT", 20),
                new Check("0 0 6 * * ?", 30),
                Optional.of(new RestoreTest("0 0 5 ? * SUN", 50, 2L << 30)),
                Optional.of(URI.create("https://ping.example.org/backup")),
                "/srv/scratch"));
    assertThat(volumes.everyNode()).isFalse();
    assertThat(volumes.paths()).containsExactly("/mnt/data", "/mnt/dump");
    assertThat(volumes.exclude()).containsExactly("*.tmp");
    assertThat(volumes.schedule()).contains("0 45 2 * * ?");
    assertThat(volumes.before())
        .containsExactly(
            new Step.Command(
                "mongo:7",
                List.of("mongodump", "--out", "/dump"),
                Optional.of("node.labels.db==true"),
                List.of("/mnt/dump:/dump", "keys:/keys"),
                List.of("db_default"),
                List.of("mongo_password")),
            new Step.Scale("web_app", 0));
    assertThat(volumes.after()).hasSize(1);
    assertThat(volumes.sentinels()).containsExactly("/mnt/data/VERSION");
    assertThat(volumes.probe())
        .contains(
            new Probe(
                Map.of(
                    "db",
                    new Part(
                        "mongo:7",
                        List.of(),
                        Map.of("TZ", "UTC"),
                        Map.of("/mnt/dump/db", "/data/db"))),
                new Part(
                    "mongo:7",
                    List.of("mongosh", "db", "--eval", "db.stats()"),
                    Map.of(),
                    Map.of()),
                Duration.ofMinutes(20)));
    assertThat(volumes.band()).isEqualTo(new Band(80, 150));
    assertThat(List.of(volumes.jitter(), volumes.catchUp(), volumes.late()))
        .containsExactly(Duration.ofMinutes(10), Duration.ofHours(3), Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3:https://sesame:opensesame@s3.example.org/bucket",
        "s3:https://sesame@s3.example.org/bucket",
        "rest:https://sesame:opensesame@backup.example.org/",
        "s3:https://s3.example.org/bucket?key=opensesame",
        "sftp:sesame@host:/srv/opensesame"
      })
  void aRepositoryWithSomebodysCredentialsIsRefusedWithoutRepeatingThem(String repository) {
    String yaml = with("scratch: /var/tmp").replace(BUCKET, repository);
    refused(yaml, 2, "backup.repository", "no user and no password", "backup.credentials");
    assertThat(problems(yaml).toString()).doesNotContain("sesame");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rest:https://backup.example.org/ | begins with rest:
          http://s3.example.org/bucket     | begins with http:
          backup                           | no address from the root on
          ../backup                        | no address from the root on
          /srv/../backup                   | has //, . or ..
          s3:https://s3.example.org        | a host and a bucket
          s3:https://s3.example.org/ab     | a host and a bucket
          s3:https://<account>.example/abc | a host and a bucket
          ''                               | must be s3:https://
          """)
  void aRepositoryThatCannotBeReachedSaysWhichCan(String repository, String reason) {
    refused(with("scratch: /var/tmp").replace(BUCKET, "\"" + repository + "\""), 2, reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3:s3.example.org/bucket", "s3:http://127.0.0.1:9000/bucket/a/b", "/srv/backup"})
  void aRepositoryMayBeAnyS3OrAFolder(String repository) {
    assertThat(policy(with("scratch: /var/tmp").replace(BUCKET, repository)).repository())
        .isEqualTo(repository);
  }

  @Test
  void aMissingRepositoryHidesNoOtherMistake() {
    assertThat(problems("backup:\n  sources: {core: " + CORE + "}\n  scratsh: /x\n"))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).contains("backup.repository must be s3:"),
            two -> assertThat(two).contains(":3: scratsh is not a key of backup", "scratch?"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"restic/restic:0.18.1", "restic/restic@sha256:0123", "restic"})
  void anImageThatIsNotPinnedSaysHowToGetItsDigest(String image) {
    refused(with("image: " + image), 4, "name:tag@sha256:", "docker image inspect");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/backup.env", "../backup.env", "secrets//x", "''"})
  void credentialsAreAFileOfTheEstate(String path) {
    refused(with("credentials: " + path), 4, "encrypted file of the estate", "secrets/backup.env");
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berln, did you mean Europe/Berlin?",
    "europe/vienna, did you mean Europe/Vienna?",
    "the moon and the stars, such as Europe/Vienna"
  })
  void anUnknownTimeZoneIsToldTheNearest(String zone, String words) {
    refused(with("time-zone: " + zone), 4, "backup.time-zone must be a time zone", words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 3 30 2 ?        | never comes
          0 0 3 31 4,6,9,11 ? | never comes
          * * * * * ?         | comes every 1 s; leave at least 5 minutes
          0 0/4 * * * ?       | comes every 4 min; leave at least 5 minutes
          15 2 * * ?          | is no Quartz cron expression
          0 61 2 * * ?        | between 0 and 59
          0 15 2 * * ? 2027   | names years
          """)
  void aScheduleThatMakesNoSenseIsRefused(String cron, String words) {
    refused(
        source("schedule: \"" + cron + "\""), 6, "sources.core.schedule", words, "0 15 2 * * ?");
    refused(with("prune: {schedule: \"" + cron + "\"}"), 4, "backup.prune.schedule", words);
    refused(with("check: {schedule: \"" + cron + "\"}"), 4, "backup.check.schedule", words);
    refused(with("restore-test: {schedule: \"" + cron + "\"}"), 4, "restore-test.schedule", words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/proc",
        "/proc/1",
        "/sys",
        "/dev/shm",
        "/run",
        "/run/secrets/x",
        "/tmp",
        "/bin",
        "/sbin",
        "/lib",
        "/lib64",
        "/usr",
        "/usr/",
        "/usr/bin",
        "/etc"
      })
  void whatIsTheContainersOwnCannotBeBackedUp(String path) {
    assertThat(problems(onePath(path)))
        .singleElement()
        .asString()
        .startsWith("skep.yaml:6: backup.sources.core.paths: ")
        .containsAnyOf("name the folders below it", "leave it out");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/traefik",
        "/usr/share/x",
        "/tmp/x",
        "/run/x",
        "/library",
        "/opt/a folder",
        "/opt/-x",
        "/opt/--all",
        "/opt/Bücher/日本",
        "/opt/a:b,c",
        "/opt/...",
        "/opt/.hidden",
        "/opt/$(x)"
      })
  void unusualFoldersAreFine(String path) {
    assertThat(policy(onePath(path)).sources().get("core").paths()).containsExactly(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          opt/core       | begin it with /
          ./opt          | begin it with /
          /opt/../etc    | has //, . or ..
          /opt/.         | has //, . or ..
          /opt//core     | has //, . or ..
          /opt//         | has //, . or ..
          /opt/a\\nb      | control character
          /opt/a\\0b      | control character
          """)
  void aPathThatIsNotClearIsRefused(String path, String words) {
    refused(onePath(path), 6, "sources.core.paths: ", words);
  }

  @Test
  void aSlashAtTheEndIsNoOtherPath() {
    assertThat(policy(onePath("/opt/core/")).sources().get("core").paths())
        .containsExactly("/opt/core");
    refused(source("paths: [/opt/core, /opt/core/]"), 6, "lies in /opt/core of the source core");
  }

  @Test
  void thePathWithTheMistakeIsNamedByItsLine() {
    refused(source("paths:\n        - /opt/core\n        - etc"), 8, "paths: etc is no path");
  }

  @Test
  void noPathIsBackedUpTwice() {
    refused(source("paths: [/opt, /opt/core]"), 6, "/opt/core lies in /opt of the source core");
    refused(source("paths: [/opt/core, /opt]"), 6, "/opt holds /opt/core of the source core");
    String two =
        "backup:\n  repository: %s\n  sources:\n    a: {on: %s, paths: [%s]}\n    b: {on: %s, paths: [%s]}\n";
    String every = "every-node";
    String db = "node.labels.db==true";
    String web = "node.labels.web==true";
    refused(two.formatted(BUCKET, every, "/opt", every, "/opt"), 5, "lies in /opt of the source a");
    refused(two.formatted(BUCKET, every, "/opt", db, "/opt/x"), 5, "lies in /opt of the source a");
    refused(
        two.formatted(BUCKET, db, "/opt/x/y", every, "/opt"), 5, "holds /opt/x/y of the source a");
    refused(two.formatted(BUCKET, db, "/opt", db, "/opt/x"), 5, "lies in /opt of the source a");
    assertThat(policy(two.formatted(BUCKET, db, "/opt", web, "/opt/x")).sources()).hasSize(2);
    assertThat(policy(two.formatted(BUCKET, every, "/opt/a", every, "/opt/a-b")).sources())
        .hasSize(2);
  }

  @Test
  @Timeout(30)
  void tenThousandPathsAreComparedInReasonableTime() {
    StringBuilder paths = new StringBuilder("paths:\n");
    for (int i = 0; i < 10_000; i++) {
      paths.append("        - /opt/").append(i).append("/x\n");
    }
    assertThat(policy(source(paths.toString().stripTrailing())).sources().get("core").paths())
        .hasSize(10_000);
  }

  @Test
  void sourcesHaveNamesThatFitInEveryOtherName() {
    for (String name : List.of("Core", "my source", "-x", "a_b", "a".repeat(32), "bücher")) {
      refused(
          "backup:\n  repository: %s\n  sources:\n    %s: %s\n".formatted(BUCKET, name, CORE),
          4,
          "the name of a source is made of a-z, 0-9 and -");
    }
  }

  @Test
  void twoSourcesOfOneNameAreRefused() {
    assertThat(
            problems(
                "backup:\n  repository: %s\n  sources:\n    core: %s\n    core: %s\n"
                    .formatted(BUCKET, CORE, CORE)))
        .containsExactly("skep.yaml:5: \"core\" stands here and in line 4");
  }

  @Test
  void aBackupOfNothingIsAMistake() {
    String none = "backup:\n  repository: %s\n  %s\n";
    refused(none.formatted(BUCKET, "sources:"), 3, "backup.sources must name what is backed up");
    refused(none.formatted(BUCKET, "sources: {}"), 3, "backup.sources must name");
    refused(none.formatted(BUCKET, "sources: {core: }"), 3, "sources.core must say what");
    refused(source("paths: []"), 6, "must name folders");
  }

  @Test
  void whereASourceIsMustBeSaid() {
    String on = "backup:\n  repository: %s\n  sources:\n    core: {on: %s, paths: [/opt]}\n";
    refused(
        on.formatted(BUCKET, "every-nodes"),
        4,
        "node.labels.backup==true; did you mean every-node?");
    refused(on.formatted(BUCKET, "node.labels.backup=true"), 4, "placement constraint such as");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {daily: 0, weekly: 4}            | backup.keep.daily must be at least 1: restic takes 0 for
          {weekly: 4}                      | backup.keep.daily must be at least 1
          {daily: 7, weekly: 0}            | leave the key out where that is meant
          {daily: -1}                      | backup.keep.daily must be a whole number from 1 to
          """)
  void keepingNothingIsRefused(String keep, String words) {
    refused(with("keep: " + keep), 4, words);
  }

  @Test
  void keepValuesOfZeroAreAllNamed() {
    assertThat(problems(with("keep: {daily: 0, weekly: 0, monthly: 0}"))).hasSize(3);
    assertThat(policy(with("keep: {daily: 30}")).keep()).isEqualTo(new Keep(30, 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          prune: {most: 0}                   | prune.most must be a whole number from 1 to 100
          prune: {most: 101}                 | prune.most must be a whole number from 1 to 100
          check: {parts: 0}                  | check.parts must be a whole number from 1 to 365
          check: {parts: 366}                | check.parts must be a whole number from 1 to 365
          restore-test: {sample: 3}          | restore-test.schedule must be a Quartz cron expression
          restore-test: {schedule: "0 0 5 ? * SUN", most: 1 GiBi} | must be a size such as 500MB or 1GB
          ping: http://ping.example.org/x    | http is for localhost alone
          ping: https://a:b@ping.example.org | without a user in it
          ping: ftp://ping.example.org       | a URL such as https://
          ping: https:///x                   | a URL such as https://
          scratch: /                         | is no folder for files
          scratch: /proc/x                   | is no folder for files
          scratch: tmp                       | begin it with /
          scratch: /opt/core                 | lies in /opt/core of the source core
          scratch: /opt/core/tmp/            | lies in /opt/core of the source core
          """)
  void otherSettingsSayWhatTheyCanBe(String line, String words) {
    refused(with(line), 4, words);
  }

  @Test
  void thePingMayStayOnTheMachine() {
    for (String url : List.of("http://localhost:8080/x", "http://127.0.0.1/", "http://[::1]:1/")) {
      assertThat(policy(with("ping: \"" + url + "\"")).ping()).contains(URI.create(url));
    }
  }

  @Test
  void theDefaultScratchMayNotBeBackedUpEither() {
    refused(onePath("/var"), 2, "backup.scratch: /var/tmp lies in /var of the source core");
  }

  @Test
  void sizesAreThoseOfDocker() {
    Map<String, Long> sizes = Map.of("512B", 512L, "1KB", 1024L, "5MiB", 5L << 20, "1TB", 1L << 40);
    sizes.forEach((text, bytes) ->
        assertThat(
                policy(with("restore-test: {schedule: 0 0 5 ? * SUN, most: %s}".formatted(text)))
                    .restoreTest()
                    .orElseThrow()
                    .most())
            .isEqualTo(bytes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sentinels: [/opt/other/x]                  | lies outside the paths of the source; name a file below /opt/core
          sentinels: [/opt/core2]                    | lies outside the paths
          sentinels: [/opt/core/../x]                | has //, . or ..
          exclude: [" "]                             | must be patterns of restic
          band: {least: 101}                         | band.least must be a whole number from 0 to 100
          band: {most: 100}                          | band.most must be a whole number from 101 to
          late: 0s                                   | late must be more than 0
          jitter: 3h                                 | jitter must be shorter than backup.sources.core.late
          catch-up: 2d                               | catch-up must be a duration
          before: [{command: [x]}]                   | before[0].image must be the image the command runs in
          before: [{image: x}]                       | before[0].command must be a list of a program
          before: [{image: x, command: [y], on: db}] | before[0].on must be a placement constraint
          before: [{image: x, command: [y], mounts: "dump"}]     | as dump:/dump (a volume) or /srv/dump:/dump
          before: [{image: x, command: [y], mounts: "dump:dump"}]| as dump:/dump (a volume) or /srv/dump:/dump
          before: [{image: x, command: [y], mounts: "a b:/dump"}]| as dump:/dump (a volume) or /srv/dump:/dump
          before: [{image: x, command: [y], mounts: "dump:/"}]   | as dump:/dump (a volume) or /srv/dump:/dump
          before: [{image: x, command: [y], mounts: "/a/../b:/c"}] | as dump:/dump (a volume) or /srv/dump:/dump
          before: [{image: x, command: [y], mounts: "dump:/a:ro"}] | as dump:/dump (a volume) or /srv/dump:/dump
          before: [{image: x, command: [y], networks: [a b]}]    | names of networks of the Swarm
          before: [{scale: }]                        | a service and its replicas
          before: [{scale: {service: web_app, replicas: -1}}] | replicas must be a whole number from 0 to
          before: [{scale: {service: web_app}}]      | replicas must be a whole number, such as 0
          before: [{scale: {replicas: 0}}]           | service must be the whole name of a service
          probe: {services: {db: {image: x}}}        | probe.query must be an image and a command
          probe: {query: {image: x}, within: 25h}    | probe.within must be more than 0 and at most 24h
          probe: {query: {command: [y]}}             | probe.query.image must be the image it runs in
          probe: {query: {image: x, mounts: "/opt/other:/data"}} | nothing else is restored
          probe: {query: {image: x, mounts: "data:/data"}}       | such as /opt/core:/data
          probe: {query: {image: x}, services: {"A b": {image: x}}} | must be a host name
          """)
  void aSourceSaysWhatItCanBe(String line, String words) {
    refused(source(line), 6, words);
  }

  @Test
  void jitterIsShorterThanTheTimeBetweenTwoRuns() {
    refused(
        source("schedule: 0 0 * * * ?\n      jitter: 1h"),
        7,
        "shorter than the time between two runs");
    assertThat(
            policy(source("schedule: 0 0 * * * ?\n      jitter: 59m"))
                .sources()
                .get("core")
                .jitter())
        .isEqualTo(Duration.ofMinutes(59));
  }

  @Test
  void aStepIsOneThing() {
    assertThat(
            problems(
                source("before: [{scale: {service: a, replicas: 0}, image: x, command: [y]}]")))
        .containsExactly("skep.yaml:6: a step is one of command and scale; make them two");
    assertThat(problems(source("before: [{scael: {service: a, replicas: 0}}]")))
        .contains(
            "skep.yaml:6: scael is not a key of backup.sources.core.before[0]; did you mean scale?");
  }
}
