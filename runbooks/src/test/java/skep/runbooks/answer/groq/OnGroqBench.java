package skep.runbooks.answer.groq;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests with a server and a model of their own each. */
abstract class OnGroqBench {
  GroqBench bench;

  @BeforeAll
  static void begin() throws IOException {
    GroqBench.begin();
  }

  @BeforeEach
  void start() throws IOException {
    bench = new GroqBench();
  }

  @AfterEach
  void stop() {
    bench.close();
  }
}
