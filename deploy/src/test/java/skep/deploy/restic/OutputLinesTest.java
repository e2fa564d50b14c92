package skep.deploy.restic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputLinesTest {
  private final List<String> lines = new ArrayList<>();

  private int read(String text, int longest) throws IOException {
    return OutputLines.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest, lines::add);
  }

  @Test
  void linesComeAsTheyWereWritten() throws IOException {
    assertThat(read("a\r\n\nß\nno end", 100)).isZero();
    assertThat(lines).containsExactly("a", "", "ß", "no end");
  }

  @Test
  void aLineThatIsTooLongIsLeftOutAndTheNextIsNot() throws IOException {
    assertThat(read("12345\n123456\n1234567\n1\n" + "9".repeat(50), 5)).isEqualTo(3);
    assertThat(lines).containsExactly("12345", "1");
  }

  @Test
  void aLineWithoutEndTakesNoMemory() throws IOException {
    var endless =
        new InputStream() {
          private long left = 50_000_000;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] buffer, int from, int length) {
            int count = (int) Math.min(length, left);
            Arrays.fill(buffer, from, from + Math.max(0, count), (byte) 'x');
            left -= count;
            return count > 0 ? count : -1;
          }
        };

    assertThat(OutputLines.read(endless, 1000, lines::add)).isEqualTo(1);
    assertThat(lines).isEmpty();
  }
}
