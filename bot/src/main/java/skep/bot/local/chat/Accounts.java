package skep.bot.local.chat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who can sign in, and with which tokens. Tokens are kept hashed, as Rocket.Chat keeps them. */
final class Accounts {
  private final Map<String, Account> byId = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, String> userIdByTokenHash = new ConcurrentHashMap<>();

  Accounts(Collection<Account> accounts) {
    accounts.forEach(account -> byId.put(account.id(), account));
  }

  List<Account> all() {
    return new ArrayList<>(byId.values());
  }

  Optional<Account> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<Account> byUsername(String username) {
    return all().stream().filter(a -> a.username().equals(username)).findFirst();
  }

  /** Adds somebody, or changes who has this id. */
  void put(Account account) {
    byId.put(account.id(), account);
  }

  String newToken(Account account) {
    String token = Ids.random(43);
    userIdByTokenHash.put(hash(token), account.id());
    return token;
  }

  void revoke(String token) {
    userIdByTokenHash.remove(hash(token));
  }

  Optional<Account> byToken(String token) {
    return Optional.ofNullable(userIdByTokenHash.get(hash(token))).flatMap(this::byId);
  }

  private static String hash(String token) {
    return Base64.getEncoder().encodeToString(Ids.sha256(token));
  }
}
