package skep.secrets.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.Daemon;

/** Serves a repository over the git protocol, and on demand falls silent in mid-answer. */
final class FickleServer implements AutoCloseable {
  private final Daemon daemon;
  private final ServerSocket front;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile int silentAfter = Integer.MAX_VALUE;

  FickleServer(Path gitDirectory) throws IOException {
    Repository repository = new FileRepositoryBuilder().setGitDir(gitDirectory.toFile()).build();
    daemon = new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    daemon.setRepositoryResolver((client, name) -> {
      repository.incrementOpen();
      return repository;
    });
    daemon.getService("git-upload-pack").setEnabled(true);
    daemon.start();
    front = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  String address() {
    return "git://127.0.0.1:%d/estate.git".formatted(front.getLocalPort());
  }

  /** From now on every connection answers this many bytes and then nothing, without closing. */
  void fallSilentAfter(int bytes) {
    silentAfter = bytes;
  }

  int connections() {
    return open.size() / 2;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = front.accept();
        Socket server = new Socket();
        server.connect(daemon.getAddress());
        open.addAll(List.of(client, server));
        Thread.startVirtualThread(() -> copy(client, server, Integer.MAX_VALUE));
        Thread.startVirtualThread(() -> copy(server, client, silentAfter));
      }
    } catch (IOException e) {
      // Closed: the test is over.
      daemon.stop();
    }
  }

  private static void copy(Socket from, Socket to, int atMost) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int left = atMost;
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (left-- > 0) {
          out.write(b);
          out.flush();
        }
      }
      if (left > 0) {
        to.shutdownOutput();
      }
    } catch (IOException e) {
      // One side hung up; the other notices by itself.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    front.close();
    daemon.stop();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
