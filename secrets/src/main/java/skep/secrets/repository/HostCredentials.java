package skep.secrets.repository;

import java.util.Objects;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** User and token for one server: wherever it redirects to, they do not go along. */
final class HostCredentials extends UsernamePasswordCredentialsProvider {
  private final URIish server;

  HostCredentials(URIish server, String user, String token) {
    super(user, token);
    this.server = server;
  }

  @Override
  public boolean get(URIish asking, CredentialItem... items) {
    return Objects.equals(server.getScheme(), asking.getScheme())
        && Objects.equals(server.getHost(), asking.getHost())
        && server.getPort() == asking.getPort()
        && super.get(asking, items);
  }
}
