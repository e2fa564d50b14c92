package skep.bot.local.chat;

import java.util.Optional;
import java.util.Set;

/**
 * @param password empty: signs in by token only
 */
record Account(
    String id, String username, String name, Set<String> roles, Optional<String> password) {
  Account {
    roles = Set.copyOf(roles);
  }

  static Account person(String username, String name) {
    return new Account(
        Ids.of("user:" + username), username, name, Set.of("user"), Optional.of(username));
  }

  static Account bot(String username, String name) {
    return new Account(
        Ids.of("user:" + username), username, name, Set.of("user", "bot"), Optional.empty());
  }

  boolean isBot() {
    return roles.contains("bot");
  }

  @Override
  public String toString() {
    return "@" + username;
  }
}
