package skep.bot.local.chat;

import java.util.Optional;
import java.util.Set;

/**
 * @param password empty: signs in by token only
 */
record Account(
    String id,
    String username,
    String name,
    Set<String> roles,
    Optional<String> password,
    boolean active) {
  Account {
    roles = Set.copyOf(roles);
  }

  static Account person(String username, String name) {
    return new Account(
        Ids.of("user:" + username), username, name, Set.of("user"), Optional.of(username), true);
  }

  /** Somebody from outside, who sees what they are invited to. */
  static Account guest(String username) {
    return new Account(
        Ids.of("user:" + username),
        username,
        username,
        Set.of("guest"),
        Optional.of(username),
        true);
  }

  static Account bot(String username, String name) {
    return new Account(
        Ids.of("user:" + username), username, name, Set.of("user", "bot"), Optional.empty(), true);
  }

  Account named(String other) {
    return new Account(id, other, name, roles, password, active);
  }

  Account with(Set<String> others) {
    return new Account(id, username, name, others, password, active);
  }

  Account deactivated() {
    return new Account(id, username, name, roles, password, false);
  }

  boolean isBot() {
    return roles.contains("bot");
  }

  @Override
  public String toString() {
    return "@" + username;
  }
}
