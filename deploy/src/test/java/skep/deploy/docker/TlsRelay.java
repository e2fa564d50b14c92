package skep.deploy.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Puts TLS with client certificates before a real engine's socket, as {@code --tlsverify} does. */
final class TlsRelay implements AutoCloseable {
  private final SSLServerSocket server;
  private final Path socket;
  private final AtomicInteger answered = new AtomicInteger();

  private TlsRelay(SSLServerSocket server, Path socket) {
    this.server = server;
    this.socket = socket;
  }

  static TlsRelay start(KeyStore store, Path socket) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, TestCertificates.PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    var server =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(true);
    var relay = new TlsRelay(server, socket);
    Thread.ofVirtual().start(relay::accept);
    return relay;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Connections over which the client said anything after the handshake. */
  int answered() {
    return answered.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = (SSLSocket) server.accept();
        Thread.ofPlatform().daemon().start(() -> relay(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void relay(SSLSocket client) {
    try (client;
        var engine = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.startHandshake();
      int first = client.getInputStream().read();
      if (first < 0) {
        return;
      }
      answered.incrementAndGet();
      engine.connect(UnixDomainSocketAddress.of(socket));
      var back =
          Thread.ofPlatform()
              .daemon()
              .start(() -> pump(Channels.newInputStream(engine), output(client)));
      OutputStream toEngine = Channels.newOutputStream(engine);
      toEngine.write(first);
      pump(client.getInputStream(), toEngine);
      back.interrupt();
    } catch (IOException refused) {
      // The client sees its connection end.
    }
  }

  private static OutputStream output(SSLSocket socket) {
    try {
      return socket.getOutputStream();
    } catch (IOException e) {
      return OutputStream.nullOutputStream();
    }
  }

  private static void pump(InputStream from, OutputStream to) {
    try (from;
        to) {
      from.transferTo(to);
    } catch (IOException ended) {
      // One side is gone, which ends both.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
