package skep.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.chat.Said;
import skep.deploy.backup.MachineFiles;
import skep.deploy.backup.ResticImage;
import skep.deploy.bucket.S3Server;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.lab.Managers;
import skep.secrets.redaction.SecretValue;

/**
 * All of it from chat: three machines of a real Swarm and two sources, backed up into a bucket,
 * restored for a test with a service that answers on the files, checked, and shown.
 */
@LabTest(LabTest.THREE_MANAGERS)
class SwarmBackupJourneyTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String PASSWORD = "correct-horse-battery-staple";

  private final Lab lab;
  @TempDir private Path temp;
  private S3Server server;
  private MachineFiles files;
  private VaultTeam team;

  SwarmBackupJourneyTest(@Managers(3) Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void aTeamOnThreeMachines() {
    server = S3Server.start(temp.resolve("s3"), lab.gateway(), 0);
    files = new MachineFiles(lab, temp.resolve("machines"));
    team =
        new VaultTeam(
            temp.resolve("team"),
            Optional.empty(),
            Optional.empty(),
            DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(30)));
    team.commit(
        "secret/backup.env",
        "RESTIC_PASSWORD=%s\nAWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s\n"
            .formatted(
                PASSWORD, text(server.credentials().id()), text(server.credentials().secret())));
    team.commit("skep.yaml", policy(files.add("core"), files.add("apps")));
  }

  private static String text(SecretValue value) {
    return new String(value.reveal(), StandardCharsets.UTF_8);
  }

  private String policy(String core, String apps) {
    return VaultTeam.POLICY
        + """
          backup: {members-of: ops-deployers}
        backup:
          repository: s3:%1$s/%2$s
          image: %3$s
          credentials: secret/backup.env
          scratch: /var/tmp
          check: {schedule: "0 30 5 * * ?", parts: 1}
          restore-test: {schedule: "0 0 5 ? * SUN"}
          sources:
            core: {on: every-node, paths: [%4$s]}
            apps:
              on: every-node
              paths: [%5$s]
              probe:
                services:
                  web:
                    image: "%6$s"
                    command: [httpd, -f, -p, "8080", -h, /restored]
                    mounts: ["%5$s:/restored"]
                query:
                  image: "%6$s"
                  command: [sh, -c, "wget -q -O - http://web:8080/of | grep -q node"]
                within: 60s
        """
            .formatted(
                server.endpoint(lab.gateway()),
                lab.unique("backup"),
                pinned(ResticImage.in(lab)),
                core,
                apps,
                lab.image("app:1"));
  }

  private String pinned(String image) {
    String digest =
        lab.docker("image", "inspect", "--format", "{{index .RepoDigests 0}}", image).strip();
    return image + digest.substring(digest.indexOf('@'));
  }

  @AfterEach
  void stop() {
    team.swarm.configs(Map.of("skep.record", "")).forEach(one -> team.swarm.removeConfig(one.id()));
    team.close();
    files.close();
    server.close();
  }

  private String says(String line, String answer) {
    team.chat.say("you", "ops", line);
    return team.hears("ops", answer, LONG);
  }

  @Test
  void threeMachinesAndTwoSourcesAreBackedUpProvenCheckedAndShown() {
    says("/backup now", "Backup of *core*: done");
    assertThat(team.hears("ops", "Backup of *apps*: done", LONG))
        .contains("node1", "node2", "node3");
    for (String source : new String[] {"core", "apps"}) {
      assertThat(says("/backup verify " + source, "Restore test of *%s*: done".formatted(source)))
          .contains("node1", "node2", "node3", "2 files compared");
    }
    assertThat(says("/backup verify", "Check of the repository: done"))
        .contains("part 1 of 1", "objects");
    says("/backup retention core", "All 3 snapshots of *core* stay.");

    says("/backup", "*Backups*: all 6 fresh");
    await()
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(team.chat.said("ops"))
                .flatExtracting(Said::descriptions)
                .anyMatch(description -> description.toString().startsWith("Backups of")));

    assertThat(team.chat.said("ops-alerts"))
        .extracting(Said::text)
        .noneMatch(text -> text.contains("backup"));
    assertThat(lab.docker("service", "ls", "-q", "--filter", "label=skep.oneshot")).isBlank();
    assertThat(lab.docker("secret", "ls", "-q", "--filter", "label=skep.oneshot")).isBlank();
    assertThat(lab.docker("network", "ls", "-q", "--filter", "label=skep.oneshot")).isBlank();
    for (int machine = 1; machine <= 3; machine++) {
      assertThat(
              lab.onMachine(machine, "sh", "-c", "ls /var/tmp | grep -c '^skep-[tc]_' || true")
                  .strip())
          .isEqualTo("0");
    }
  }
}
