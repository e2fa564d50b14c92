package skep.secrets.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs themselves print of a value they read from their standard input. */
class RealEncodersTest {
  /** None of a value's words may be seen, whatever the program prints around it. */
  private static final List<String> VALUES =
      List.of(
          "horse\"ä'battery/<staple>&$+\\ `correct€!(r)~*=@hunter and 'quoted' \"twice\" as long"
              + " as it takes; #1 ~ [2] {3} ^ | ? % : , - _ . end",
          "horse\tbattery\u0007 staple\u001b, correct\u007f hunter ä'€ end",
          "horse 'battery'\n  staple \"correct\" of it\n\nhunter line €",
          "horse-battery-staple-correct-hunter");

  private static final List<String> WORDS =
      List.of("horse", "battery", "staple", "correct", "hunter");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat",
        "LC_ALL=C.UTF-8; v=$(cat); printf %q \"$v\"",
        "LC_ALL=C; v=$(cat); printf %q \"$v\"",
        "LC_ALL=C.UTF-8; v=$(cat); printf %s \"${v@Q}\"",
        "LC_ALL=C.UTF-8; v=$(cat); declare -p v",
        "LC_ALL=C.UTF-8; v=$(cat); exec 2>&1; set -x; : \"$v\"",
        "v=$(cat); echo $v",
        "cat | sed 's/^/web.1.abc123@node-1    | /'",
        "fold -w 17",
        "fold -s -w 30 | sed 's/^/> /'",
        "fmt -w 30",
        "cat -n",
        "grep -n ''",
        "diff /dev/null - -u --label a --label b || true",
      })
  void whatBashAndItsCompanionsPrintIsKnown(String script) {
    for (String value : VALUES) {
      String printed = run(value, "bash", "-c", script);
      assertThat(redacted(value, printed)).contains(Redaction.MARK).doesNotContain(WORDS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base64",
        "base64 -w 0",
        "base64 -w 19",
        "base64 | sed 's/^/    /'",
        "base64 -w 1"
      })
  void whatBase64PrintsIsKnown(String script) {
    for (String value : VALUES) {
      assertThat(redacted(value, run(value, "bash", "-c", script)).strip())
          .isEqualTo(Redaction.MARK);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "json.dumps(v)",
        "json.dumps(v, ensure_ascii=False)",
        "json.dumps(json.dumps({'a': v}))",
        "json.dumps(base64.encodebytes(v.encode()).decode())",
        "repr(v)",
        "ascii(v)",
        "repr(v.encode())",
        "shlex.quote(v)",
        "urllib.parse.quote(v)",
        "urllib.parse.quote(v, safe='')",
        "urllib.parse.quote_plus(v)",
        "urllib.parse.urlencode({'a': v})",
        "html.escape(v)",
        "v.encode().hex()",
        "textwrap.indent(v, '> ')",
        "'\\n'.join(textwrap.wrap(v, 30, expand_tabs=False))",
        "base64.b64encode(('u:' + v).encode()).decode()",
      })
  void whatPythonPrintsIsKnown(String expression) {
    python("base64, html, json, shlex, textwrap, urllib.parse", expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yaml.dump({'a': v})",
        "yaml.dump({'a': {'b': v}}, allow_unicode=True, width=40)",
        "yaml.dump({'a': v}, default_style='\"')",
        "yaml.dump({'a': v}, default_style='\"', width=30)",
        "yaml.dump({'a': v}, default_style=\"'\", width=30)",
        "yaml.dump({'a': v}, default_style='|')",
        "yaml.dump({'a': v}, default_style='>', width=30)",
      })
  void whatPythonsYamlPrintsIsKnown(String expression) {
    python("yaml", expression);
  }

  private static void python(String modules, String expression) {
    String imports = "import sys, " + modules;
    assertThat(run("", "python3", "-c", imports + "; print('there')").strip())
        .as("it needs: apt-get install python3 python3-yaml")
        .isEqualTo("there");
    String all = "sys.stdin.buffer.read().decode().split(chr(0))";
    String program = imports + "\nfor v in " + all + ": print(" + expression + ", end=chr(0))";
    String[] printed =
        run(String.join("\0", VALUES), "python3", "-X", "utf8", "-c", program).split("\0");
    assertThat(printed).hasSameSizeAs(VALUES);
    for (int i = 0; i < printed.length; i++) {
      assertThat(redacted(VALUES.get(i), printed[i]))
          .as(expression)
          .contains(Redaction.MARK)
          .doesNotContain(WORDS);
    }
  }

  private static String redacted(String value, String printed) {
    return Redaction.of(List.of(SecretValue.of(value))).apply(printed);
  }

  private static String run(String input, String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var stdin = process.outputWriter(UTF_8)) {
        stdin.write(input);
      }
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
