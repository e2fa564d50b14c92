package skep.secrets.desk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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

  /**
   * Asked by knocking, not by binding: a program that another test starts in that moment would have
   * the bound socket for a moment longer.
   */
  public static int any() {
    while (true) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), END - FIRST);
      try (Socket taken = new Socket(InetAddress.getLoopbackAddress(), port)) {
        taken.setSoLinger(true, 0);
      } catch (IOException e) {
        return port;
      }
    }
  }
}
