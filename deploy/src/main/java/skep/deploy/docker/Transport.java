package skep.deploy.docker;

import com.github.dockerjava.core.LocalDirectorySSLConfig;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** docker-java's HTTP client for a host, and the tunnel below it where there is one. */
record Transport(DockerHttpClient http, Optional<SshTunnel> tunnel) implements AutoCloseable {
  private static final int CONNECTIONS = 64;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Held, so that the levels below stay: these loggers would write headers and bodies. */
  private static final List<Logger> WIRE =
      List.of(
          Logger.getLogger("com.github.dockerjava.zerodep.shaded"),
          Logger.getLogger("com.github.dockerjava"));

  static Transport open(DockerHost host) {
    WIRE.forEach(logger -> logger.setLevel(Level.WARNING));
    return switch (host.scheme()) {
      case "ssh" -> {
        var tunnel = SshTunnel.open(host);
        yield new Transport(client(tunnel.address()).build(), Optional.of(tunnel));
      }
      default -> new Transport(direct(host), Optional.empty());
    };
  }

  private static DockerHttpClient direct(DockerHost host) {
    var builder = client(host.address());
    host.certificates()
        .ifPresent(folder -> {
          for (var name : List.of("ca.pem", "cert.pem", "key.pem")) {
            if (!Files.isReadable(folder.resolve(name))) {
              throw new IllegalArgumentException(
                  "DOCKER_TLS_VERIFY needs a readable %s in %s (DOCKER_CERT_PATH)"
                      .formatted(name, folder));
            }
          }
          builder.sslConfig(new LocalDirectorySSLConfig(folder.toString()));
        });
    if (host.scheme().equals("unix")) {
      builder.sslConfig(Transport::trustingNobody);
    }
    return builder.build();
  }

  /**
   * For a socket that never speaks TLS. Without one the client builds the system's, and reads some
   * hundred and fifty certificates at each start.
   */
  private static SSLContext trustingNobody()
      throws NoSuchAlgorithmException, KeyManagementException {
    var context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[0], new TrustManager[0], new SecureRandom());
    return context;
  }

  private static ZerodepDockerHttpClient.Builder client(URI address) {
    return new ZerodepDockerHttpClient.Builder()
        .dockerHost(address)
        .maxConnections(CONNECTIONS)
        .connectionTimeout(CONNECT);
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      tunnel.ifPresent(SshTunnel::close);
    }
  }
}
