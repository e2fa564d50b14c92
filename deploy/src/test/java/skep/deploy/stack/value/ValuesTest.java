package skep.deploy.stack.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import skep.deploy.stack.node.Node;
import skep.deploy.yaml.Mark;

class ValuesTest {
  @Test
  void durations() {
    Map<String, Long> expected =
        Map.of(
            "10s", 10_000_000_000L,
            "1m30s", 90_000_000_000L,
            "1.5h", 5_400_000_000_000L,
            "500ms", 500_000_000L,
            "-1s", -1_000_000_000L,
            "0", 0L,
            "3us", 3_000L,
            ".5s", 500_000_000L);
    expected.forEach((text, nanos) -> assertThat(GoDuration.parse(text)).as(text).hasValue(nanos));
    for (String text : List.of("", "10", "s", "1d", "1s ", "1h-5m", "9999999h")) {
      assertThat(GoDuration.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void sizes() {
    Map<String, Long> expected =
        Map.of(
            "50M", 52_428_800L,
            "1.5g", 1_610_612_736L,
            "512 KiB", 524_288L,
            "100", 100L,
            "7b", 7L,
            "2TB", 2_199_023_255_552L,
            "1k", 1024L);
    expected.forEach((text, bytes) -> assertThat(ByteSize.parse(text)).as(text).hasValue(bytes));
    for (String text : List.of("", "M", "1x", "1mm", "-1m", "1 1m", "1.2.3")) {
      assertThat(ByteSize.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void cpus() {
    assertThat(CpuCount.parse("0.25")).hasValue(250_000_000L);
    assertThat(CpuCount.parse("2")).hasValue(2_000_000_000L);
    assertThat(CpuCount.parse("0.0000000001")).isEmpty();
    assertThat(CpuCount.parse("half")).isEmpty();
  }

  @Test
  void ports() {
    assertThat(ports("80")).containsExactly("0:80/tcp");
    assertThat(ports("8080:80")).containsExactly("8080:80/tcp");
    assertThat(ports("127.0.0.1:53:53/udp")).containsExactly("53:53/udp");
    assertThat(ports("[::1]:53:53/UDP")).containsExactly("53:53/udp");
    assertThat(ports("8000-8002:80")).containsExactly("8000:80/tcp", "8001:80/tcp", "8002:80/tcp");
    assertThat(ports("3000-3001:80-81")).containsExactly("3000:80/tcp", "3001:81/tcp");
    assertThat(ports("9-10")).containsExactly("0:10/tcp", "0:9/tcp");
    for (String text :
        List.of("", ":", "x", "70000", "80:", "80-79", "1-3:1-2", "80/icmp", "h:1:1")) {
      assertThat(ShortPort.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void volumes() {
    assertThat(ShortVolume.parse("/data").orElseThrow().source()).isEmpty();
    assertThat(ShortVolume.parse("data:/data:ro,nocopy").orElseThrow())
        .matches(v -> v.readOnly() && v.noCopy() && v.type().equals("volume"));
    assertThat(ShortVolume.parse("/srv:/srv:rslave").orElseThrow())
        .matches(v -> v.type().equals("bind") && v.propagation().orElseThrow().equals("rslave"));
    assertThat(ShortVolume.parse("C:\\data:D:\\data").orElseThrow())
        .matches(v -> v.type().equals("bind") && v.target().equals("D:\\data"));
    assertThat(ShortVolume.parse("a:/b:z")).isPresent();
    for (String text : List.of("", "ab::c", "ab:/b:ro:x", ":/data")) {
      assertThat(ShortVolume.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void shellWords() {
    assertThat(ShellWords.split("sh -c 'a b' \"c \\\" d\" e\\ f # rest").orElseThrow())
        .containsExactly("sh", "-c", "a b", "c \" d", "e f");
    assertThat(ShellWords.split("")).contains(List.of());
    assertThat(ShellWords.split("say 'it")).isEmpty();
    assertThat(ShellWords.split("end\\")).isEmpty();
  }

  @Test
  void envFiles() {
    List<String> problems = new ArrayList<>();
    Map<String, String> values =
        EnvFile.parse(
            "\uFEFFA=1\n# no\n  B=\"q\" \r\nHOME\nNONE\nbad name=x\n=y\n"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
            Map.of("HOME", "/h"),
            (line, why) -> problems.add(line + ": " + why));
    assertThat(values).isEqualTo(Map.of("A", "1", "B", "\"q\" ", "HOME", "/h"));
    assertThat(problems).hasSize(2).first().asString().startsWith("6: ");
  }

  @Test
  void numbersPrintAsGoPrintsThem() {
    Map<Double, String> expected =
        Map.of(
            1.0, "1", 0.1, "0.1", 123456.5, "123456.5", 1234567.0, "1.234567e+06", 1e-5, "1e-05");
    expected.forEach((number, text) ->
        assertThat(GoText.of(new Node.Decimal(new Mark("f", 1), number))).isEqualTo(text));
  }

  private static List<String> ports(String text) {
    return ShortPort.parse(text).orElseThrow().ports().stream()
        .map(p -> p.published() + ":" + p.target() + "/" + p.protocol())
        .toList();
  }
}
