package skep.deploy.bucket;

import java.util.Arrays;

/** Keys name objects of the repository and nothing beside it. */
public final class Keys {
  private Keys() {}

  /**
   * @throws IllegalArgumentException where it could lead out of the repository
   */
  public static String checked(String key) {
    boolean leadsOut =
        Arrays.stream(key.split("/", -1))
            .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (leadsOut || key.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "'%s' is no key of an object in a repository".formatted(key.strip()));
    }
    return key;
  }
}
