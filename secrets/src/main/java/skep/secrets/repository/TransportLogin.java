package skep.secrets.repository;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/** Hands a login to JGit's transports. The ssh client is loaded only for an ssh address. */
record TransportLogin(RepositoryLogin login) {
  void apply(Transport transport) {
    login
        .token()
        .ifPresent(token ->
            transport.setCredentialsProvider(
                new HostCredentials(
                    transport.getURI(),
                    login.user().orElse("skep"),
                    new String(token.reveal(), StandardCharsets.UTF_8).strip())));
    if (transport instanceof SshTransport ssh) {
      ssh.setSshSessionFactory(sshSessions());
    }
  }

  private SshdSessionFactory sshSessions() {
    File home = new File(System.getProperty("user.home"));
    File dotSsh = new File(home, ".ssh");
    SshdSessionFactoryBuilder builder =
        new SshdSessionFactoryBuilder()
            .setPreferredAuthentications("publickey")
            .setHomeDirectory(home)
            .setSshDirectory(dotSsh);
    login.key().ifPresent(key -> builder.setDefaultIdentities(directory -> List.of(key)));
    Path hosts = login.knownHosts().orElse(dotSsh.toPath().resolve("known_hosts"));
    return builder.setDefaultKnownHostsFiles(directory -> List.of(hosts)).build(null);
  }
}
