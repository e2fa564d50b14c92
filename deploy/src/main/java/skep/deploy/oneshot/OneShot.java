package skep.deploy.oneshot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import skep.secrets.redaction.SecretValue;

/**
 * A program to be run once.
 *
 * @param name nothing else in the Swarm has it; who begins it again under it, finds it begun
 * @param group what belongs together and is removed together
 * @param command the program and its arguments; never a secret among them
 * @param environment no secrets; values may have the Swarm's templates, {@code {{.Node.Hostname}}}
 * @param networks of the Swarm, by name
 * @param secrets contents by file name, in the folder {@code $ONESHOT_SECRETS} names
 * @param dockerSecrets that exist already, by name, in {@code /run/secrets}
 * @param hosts host names other programs of the same networks reach this one under
 * @param stays goes on until it is removed, as what others ask something of
 * @param within it counts as lost after this time
 */
public record OneShot(
    String name,
    String group,
    String image,
    List<String> command,
    Map<String, String> environment,
    List<Mount> mounts,
    List<String> networks,
    Map<String, SecretValue> secrets,
    List<String> dockerSecrets,
    List<String> hosts,
    Where where,
    boolean stays,
    Duration within) {
  public OneShot {
    if (name.isBlank() || group.isBlank()) {
      throw new IllegalArgumentException("a one-shot has a name and a group");
    }
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    mounts = List.copyOf(mounts);
    networks = List.copyOf(networks);
    secrets = Map.copyOf(secrets);
    dockerSecrets = List.copyOf(dockerSecrets);
    hosts = List.copyOf(hosts);
  }

  /** Without networks, secrets and mounts; what it needs of them is added. */
  public static OneShot of(
      String name, String group, String image, List<String> command, Where where, Duration within) {
    return new OneShot(
        name, group, image, command, Map.of(), List.of(), List.of(), Map.of(), List.of(), List.of(),
        where, false, within);
  }

  public OneShot withEnvironment(Map<String, String> other) {
    return new OneShot(
        name,
        group,
        image,
        command,
        other,
        mounts,
        networks,
        secrets,
        dockerSecrets,
        hosts,
        where,
        stays,
        within);
  }

  public OneShot withMounts(List<Mount> other) {
    return new OneShot(
        name,
        group,
        image,
        command,
        environment,
        other,
        networks,
        secrets,
        dockerSecrets,
        hosts,
        where,
        stays,
        within);
  }

  public OneShot withSecrets(Map<String, SecretValue> other) {
    return new OneShot(
        name,
        group,
        image,
        command,
        environment,
        mounts,
        networks,
        other,
        dockerSecrets,
        hosts,
        where,
        stays,
        within);
  }

  public OneShot withDockerSecrets(List<String> other) {
    return new OneShot(
        name,
        group,
        image,
        command,
        environment,
        mounts,
        networks,
        secrets,
        other,
        hosts,
        where,
        stays,
        within);
  }

  /** In these networks, and known there under these host names. */
  public OneShot withNetworks(List<String> other, List<String> names) {
    return new OneShot(
        name,
        group,
        image,
        command,
        environment,
        mounts,
        other,
        secrets,
        dockerSecrets,
        names,
        where,
        stays,
        within);
  }

  public OneShot staying() {
    return new OneShot(
        name,
        group,
        image,
        command,
        environment,
        mounts,
        networks,
        secrets,
        dockerSecrets,
        hosts,
        where,
        true,
        within);
  }
}
