package skep.secrets.vault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OddityTest {
  private static List<Oddity> of(String text) {
    return Oddity.of(text.getBytes(UTF_8));
  }

  @Test
  void anOrdinaryValueHasNone() {
    assertThat(of("correct horse battery")).isEmpty();
    assertThat(of("one\ntwo")).isEmpty();
  }

  @Test
  void whatSomebodyMayNotHaveMeantIsNamed() {
    assertThat(of("")).containsExactly(Oddity.EMPTY);
    assertThat(of("password\n")).containsExactly(Oddity.LINE_END);
    assertThat(of("password\r\n")).containsExactly(Oddity.CRLF, Oddity.LINE_END);
    assertThat(of(" password")).containsExactly(Oddity.BLANKS);
    assertThat(of("password ")).containsExactly(Oddity.BLANKS);
    assertThat(of("a\0b")).containsExactly(Oddity.NUL);
    assertThat(Oddity.of("\u00ff\u00fep\0w\0".getBytes(ISO_8859_1))).containsExactly(Oddity.UTF_16);
    assertThat(Oddity.of(new byte[] {(byte) 0xc3, 'a'})).containsExactly(Oddity.BINARY);
    assertThat(Oddity.of(new byte[512 * 1024])).contains(Oddity.TOO_LARGE, Oddity.NUL);
  }
}
