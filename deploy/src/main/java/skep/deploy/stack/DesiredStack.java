package skep.deploy.stack;

import java.util.List;

/**
 * What a stack's files ask for, in the names and shapes the Engine API takes.
 *
 * @param warnings what {@code docker stack deploy} would warn of: ignored, unsupported, deprecated
 *     keys
 */
public record DesiredStack(
    String name,
    List<DesiredNetwork> networks,
    List<DesiredSecret> secrets,
    List<DesiredConfig> configs,
    List<DesiredService> services,
    List<String> warnings) {
  public DesiredStack {
    networks = List.copyOf(networks);
    secrets = List.copyOf(secrets);
    configs = List.copyOf(configs);
    services = List.copyOf(services);
    warnings = List.copyOf(warnings);
  }
}
