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
 * @param stays goes on until it is removed, as what others ask something of
 * @param within it counts as lost after this time
 */
public record OneShot(
    String name,
    String group,
    Program program,
    Needs needs,
    Where where,
    boolean stays,
    Duration within) {
  public OneShot {
    if (name.isBlank() || group.isBlank()) {
      throw new IllegalArgumentException("a one-shot has a name and a group");
    }
  }

  /**
   * @param command the program and its arguments; never a secret among them
   * @param environment no secrets; values may have the Swarm's templates, {@code
   *     {{.Node.Hostname}}}
   * @param lastLine how the last line begins that it writes; empty where nobody knows. An engine
   *     may have a program's end before its last words: with this, they are waited for.
   */
  public record Program(
      String image, List<String> command, Map<String, String> environment, String lastLine) {
    public Program {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * What it sees of the node and of the Swarm.
   *
   * @param networks of the Swarm, by name
   * @param hosts host names other programs of these networks reach this one under
   * @param secrets contents by file name, in the folder {@code $ONESHOT_SECRETS} names
   * @param dockerSecrets that exist already, by name, in {@code /run/secrets}
   */
  public record Needs(
      List<Mount> mounts,
      List<String> networks,
      List<String> hosts,
      Map<String, SecretValue> secrets,
      List<String> dockerSecrets) {
    public static final Needs NONE =
        new Needs(List.of(), List.of(), List.of(), Map.of(), List.of());

    public Needs {
      mounts = List.copyOf(mounts);
      networks = List.copyOf(networks);
      hosts = List.copyOf(hosts);
      secrets = Map.copyOf(secrets);
      dockerSecrets = List.copyOf(dockerSecrets);
    }
  }
}
