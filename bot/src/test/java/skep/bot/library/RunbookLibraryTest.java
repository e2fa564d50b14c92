package skep.bot.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.bot.local.SampleEstate;

/**
 * Whether somebody at 3 a.m. can rely on the runbooks, and whether the checks here find mistakes.
 */
class RunbookLibraryTest {
  /** Asked once for all tests: each of some sixty programs and commands has a help of its own. */
  private static final Programs PROGRAMS = new Programs();

  private final CommandCheck check = new CommandCheck(PROGRAMS);
  private final SkepLines skep = new SkepLines();

  static List<RunbookPage> pages() {
    return RunbookPage.all();
  }

  @Test
  void everyDisasterOfTheReferenceEstateHasItsPage() {
    assertThat(pages())
        .extracting(RunbookPage::name)
        .containsExactlyInAnyOrder(
            "full-restore.md",
            "keycloak-lock-out.md",
            "mongodb-replica-set.md",
            "node-replacement.md",
            "r2-outage.md",
            "restic-lock-and-damage.md",
            "rocketchat-down.md",
            "seaweedfs-volumes.md",
            "secret-rotation.md",
            "skep-down.md",
            "stuck-updates.md",
            "swarm-quorum-loss.md",
            "traefik-certificates.md");
  }

  @Test
  void theSampleEstateHasAllOfThem() {
    assertThat(pages())
        .extracting(RunbookPage::name)
        .containsExactlyInAnyOrderElementsOf(SampleEstate.RUNBOOKS);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageIsBuiltAsAllOfThemAre(RunbookPage page) {
    assertThat(page.faults()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void bashReadsWhatIsForAShell(RunbookPage page) {
    assertThat(page.snippets()).filteredOn(one -> one.is("sh")).isNotEmpty().allMatch(Bash::reads);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandAndEveryFlagIsThere(RunbookPage page) {
    assertThat(page.snippets()).filteredOn(RunbookLibraryTest::isForAShell).isNotEmpty();
    assertThat(page.snippets())
        .filteredOn(RunbookLibraryTest::isForAShell)
        .allSatisfy(one -> assertThat(check.faults(one.text())).as("%s", one).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLineForSkepIsOneItTakes(RunbookPage page) {
    assertThat(page.snippets())
        .filteredOn(
            one -> one.is("chat") || (one.isTypedSpan() && SkepLines.areForSkep(one.text())))
        .allSatisfy(one ->
            assertThat(one.text().lines())
                .allSatisfy(
                    line -> assertThat(skep.fault(line)).as("%s: %s", one, line).isEmpty()));
  }

  @Tag("node")
  @ParameterizedTest
  @MethodSource("pages")
  void whatIsForTheDatabaseIsJavaScript(RunbookPage page) {
    assertThat(page.snippets()).filteredOn(one -> one.is("js")).allMatch(Bash::isJavaScript);
  }

  @Test
  void nothingIsExcusedThatNoPageNeeds() {
    pages().forEach(this::faultsOf);
    Set<String> excused = new TreeSet<>(Elsewhere.PROGRAMS.keySet());
    excused.addAll(Elsewhere.NEWER.keySet());
    assertThat(check.elsewhere()).isEqualTo(excused);
  }

  @Test
  void thereIsSomethingForEachOfTheChecks() {
    assertThat(pages())
        .flatExtracting(RunbookPage::snippets)
        .extracting(Snippet::kind)
        .contains("sh", "chat", "weed", "js", "text", Snippet.SPAN);
  }

  private static boolean isForAShell(Snippet one) {
    return one.is("sh") || (one.isTypedSpan() && !SkepLines.areForSkep(one.text()));
  }

  /** The checks are checked: each of these lines has a mistake. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker node list-all",
        "docker swarm init --force-new-swarm",
        "docker service update --forced web",
        "docker service ls -z",
        "docker exec -it web ls --colour-me",
        "docker exec $(docker ps --only-running) ls",
        "docker run --rm --env-file /root/backup.env restic/restic:0.18.1 check --read-everything",
        "docker service create --name back --no-restart mongo:7 mongorestore",
        "docker service create --name back mongo:7 mongo-restore",
        "restic unlock-all",
        "restic repair everything",
        "restic check --read-data-part=1/7",
        "git clown https://git.example.org/ops/estate.git",
        "git clone --naked https://git.example.org/ops/estate.git",
        "git-crypt export-keys estate.key",
        "git-crypt status --encrypted-only",
        "gpg --export-secret-key-of anna",
        "systemctl reboot-now docker",
        "systemctl restart --softly docker",
        "ip adress",
        "curl --fail-fast https://chat.example.org",
        "openssl s_client -conect chat.example.org:443",
        "openssl x508 -noout",
        "jq --raw-out . acme.json",
        "dokcer ps",
        "cd /root && mongobackup",
        "for one in a b; do ls; done",
        "./skep try-it",
        "./skep do '/deploy skep' --as-user root",
        "./skep do '/deploy skep --now'",
        "ls | restic snapshot",
        "KEY=1 restic snapshots --hosts node1 >/dev/null 2>&1 # all of them"
      })
  void aMistakeInACommandIsFound(String line) {
    assertThat(Bash.reads(new Snippet("page", 1, "sh", line))).isTrue();
    assertThat(check.faults(line)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker service update --force --detach=false web",
        "docker exec -it $(docker ps -q -f name=mongodb) ls -la /data/db",
        "docker exec -e KEY=1 -u root web /usr/bin/ls -a",
        "docker run --rm --env-file /root/backup.env restic/restic:0.18.1 snapshots --host node1",
        "docker service create --name back --constraint node.labels.backup==true mongo:7 mongorestore --drop",
        "read -rs token && printf %s \"$token\" | docker secret create one -",
        "openssl s_client -connect chat.example.org:443 </dev/null 2>/dev/null | openssl x509 -noout",
        "./skep do \"/rollback skep --yes\" --estate . --as root",
        "cd \"$(mktemp -d)\" && curl -fsS https://chat.example.org/api/info"
      })
  void aRightCommandIsLeftAlone(String line) {
    assertThat(check.faults(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/deploy webb",
        "/deploy SERVICE",
        "/deplyo skep",
        "/deploy status apps",
        "/backup restore",
        "/backup restore SNAPSHOT --into /var/tmp/back",
        "/backup now databases",
        "/rollback rocketchat to",
        "/secrets rotate"
      })
  void aLineSkepWouldNotTakeIsFound(String line) {
    assertThat(skep.fault(line)).isPresent();
  }

  @Test
  void aBlockBashCannotReadIsFound() {
    assertThat(Bash.reads(new Snippet("page", 1, "sh", "docker ps \"\nls\n"))).isFalse();
  }

  @Test
  @Tag("node")
  void aScriptForTheDatabaseWithAMistakeIsFound() {
    assertThat(Bash.isJavaScript(new Snippet("page", 1, "js", "rs.status(\n"))).isFalse();
  }

  @Test
  void anExcuseNobodyUsesIsFound() {
    assertThat(check.faults("hcloud server list && restic repair packs")).isEmpty();
    assertThat(check.elsewhere()).contains("hcloud").doesNotContain("weed");
  }

  @Test
  void aPageThatIsBuiltInAnotherWayIsFound() {
    assertThat(page("## Verify", "## Afterwards").faults())
        .singleElement()
        .asString()
        .contains("sections");
    assertThat(page("2. ", "3. ").faults()).containsExactly("line 13 should be step 2");
    assertThat(page("`docker node ls`", "it").faults())
        .containsExactly("the step at line 13 has no command");
    assertThat(page("When", "## When").faults()).isNotEmpty();
    assertThat(page("# Nothing", "Nothing").faults())
        .containsExactly("it does not begin with its one title");
    assertThat(page("```sh", "```bash").faults()).containsExactly("no block is of the kind 'bash'");
    assertThat(page("It is well.", "").faults()).containsExactly("nothing stands below Verify");
    assertThat(new RunbookPage("short", List.of("# Nothing", "", "When.")).faults()).hasSize(2);
    assertThat(page("", "").faults()).isEmpty();
  }

  @Test
  void aMistakeOfAPageIsFoundWhereverItStands() {
    assertThat(faultsOf(page("docker ps # one", "docker ps --one")))
        .containsExactly("docker ps has no --one");
    assertThat(faultsOf(page("`docker node ls`", "`docker node lst`")))
        .containsExactly("docker node has no command lst");
    assertThat(faultsOf(page("`docker node ls`", "`./skep do \"/deploy webb\"`")))
        .containsExactly("the reference estate has no stack webb");
    assertThat(faultsOf(page("", ""))).isEmpty();
  }

  private List<String> faultsOf(RunbookPage page) {
    return page.snippets().stream()
        .filter(RunbookLibraryTest::isForAShell)
        .flatMap(one -> check.faults(one.text()).stream())
        .toList();
  }

  /** A page as it should be, with every {@code from} replaced. */
  private static RunbookPage page(String from, String to) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "# Nothing",
                "",
                "When nothing is wrong.",
                "## Symptom",
                "None.",
                "## Check",
                "Look.",
                "## Fix",
                "1. Look:",
                "   ```sh",
                "   docker ps # one",
                "   ```",
                "2. Look again: `docker node ls`."));
    IntStream.range(0, 60).forEach(_ -> lines.add(""));
    lines.addAll(List.of("## Verify", "It is well."));
    return new RunbookPage(
        "page",
        from.isEmpty() ? lines : lines.stream().map(line -> line.replace(from, to)).toList());
  }

  /** Programs that read a text and run nothing. */
  private static final class Bash {
    static boolean reads(Snippet one) {
      return ends(Optional.empty(), "bash", "-n", "-c", one.text());
    }

    static boolean isJavaScript(Snippet one) {
      return ends(Optional.of(one.text()), "node", "--check", "-");
    }

    private static boolean ends(Optional<String> input, String... command) {
      try {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
          in.write(input.orElse("").getBytes(StandardCharsets.UTF_8));
        }
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
