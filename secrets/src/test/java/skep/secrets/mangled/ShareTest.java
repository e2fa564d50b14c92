package skep.secrets.mangled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ShareTest {
  @Test
  void allReadersTogetherGetAMillionCasesAndMore() {
    assertThat(Arrays.stream(Share.values()).mapToInt(Share::cases).sum())
        .isGreaterThanOrEqualTo(1_000_000);
  }
}
