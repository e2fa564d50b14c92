package skep.secrets.desk;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A port for a server that has to know its address before it is there. */
public final class FreePort {
  private static final int FIRST = 20_000;

  /** Those from here on the system gives to whoever connects, at any moment. */
  private static final int END = 32_000;

  /** Tests run side by side: what one was given, no other is given before its server is there. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(END));

  private FreePort() {}

  public static int any() {
    while (true) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), END - FIRST);
      // On every address, as the desk listens: what another has on one of them is in its way too.
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken: another one.
      }
    }
  }
}
