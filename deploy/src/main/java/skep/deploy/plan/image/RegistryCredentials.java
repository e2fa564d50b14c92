package skep.deploy.plan.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import skep.deploy.swarm.RegistryCredential;

/**
 * Which credential belongs to which registry. The same one resolves the digest, is stored with the
 * service, and so pulls the image when a task moves to another node later.
 */
@FunctionalInterface
public interface RegistryCredentials {
  RegistryCredentials NONE = registry -> RegistryCredential.NONE;

  /** {@link RegistryCredential#NONE} for a registry nobody gave a login for. */
  RegistryCredential forRegistry(String registry);

  default RegistryCredential forImage(String image) {
    return forRegistry(ImageReference.parse(image).registry());
  }

  static RegistryCredentials of(List<RegistryCredential.Login> logins) {
    Map<String, RegistryCredential> byRegistry =
        logins.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    RegistryCredential.Login::registry,
                    login -> new RegistryCredential(Optional.of(login)),
                    (first, second) -> second));
    Function<String, RegistryCredential> find =
        registry -> byRegistry.getOrDefault(registry, RegistryCredential.NONE);
    return find::apply;
  }
}
