package skep.deploy.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code DOCKER_HOST=ssh://} as the Docker command line does it: every connection is one {@code ssh
 * HOST docker system dial-stdio}, so that keys, agents and known hosts are ssh's own affair. Seen
 * from here it is a unix socket in a folder only this user can open.
 */
final class SshTunnel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SshTunnel.class);

  private final List<String> command;
  private final Path folder;
  private final ServerSocketChannel server;
  private final Set<Process> dialled = ConcurrentHashMap.newKeySet();

  private SshTunnel(List<String> command, Path folder, ServerSocketChannel server) {
    this.command = command;
    this.folder = folder;
    this.server = server;
  }

  static SshTunnel open(DockerHost host) {
    return open(command(host.address()));
  }

  static SshTunnel open(List<String> command) {
    try {
      var folder = Files.createTempDirectory("skep-ssh"); // mode 700 by its contract
      var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(folder.resolve("docker.sock")));
      var tunnel = new SshTunnel(command, folder, server);
      Thread.ofVirtual().name("ssh tunnel").start(tunnel::accept);
      return tunnel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> command(URI address) {
    var command =
        new ArrayList<>(List.of("ssh", "-o", "ConnectTimeout=30", "-o", "BatchMode=yes", "-T"));
    if (address.getUserInfo() != null) {
      command.addAll(List.of("-l", address.getUserInfo()));
    }
    if (address.getPort() >= 0) {
      command.addAll(List.of("-p", Integer.toString(address.getPort())));
    }
    command.addAll(List.of("--", address.getHost(), "docker", "system", "dial-stdio"));
    return command;
  }

  URI address() {
    return URI.create("unix://" + folder.resolve("docker.sock"));
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        var client = server.accept();
        Thread.ofVirtual().name("ssh dial").start(() -> dial(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void dial(SocketChannel client) {
    try (client) {
      var process = new ProcessBuilder(command).start();
      dialled.add(process);
      process.onExit().thenRun(() -> dialled.remove(process));
      Thread.ofVirtual().start(() -> report(process));
      Thread.ofVirtual()
          .start(() -> pump(Channels.newInputStream(client), process.getOutputStream()));
      pump(process.getInputStream(), Channels.newOutputStream(client));
      process.destroy();
    } catch (IOException e) {
      LOG.warn("ssh could not be started: {}", e.getMessage());
    }
  }

  private static void report(Process process) {
    try (var errors = process.errorReader()) {
      errors.lines().forEach(line -> LOG.warn("ssh: {}", line));
    } catch (IOException | UncheckedIOException ended) {
      LOG.debug("ssh closed its error stream");
    }
  }

  private static void pump(InputStream from, OutputStream to) {
    try (from;
        to) {
      var buffer = new byte[16 * 1024];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
    } catch (IOException ended) {
      LOG.debug("ssh connection ended: {}", ended.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      dialled.forEach(Process::destroy);
      Files.deleteIfExists(folder.resolve("docker.sock"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
