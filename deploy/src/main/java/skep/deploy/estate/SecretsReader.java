package skep.deploy.estate;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.estate.SecretPolicy.Saving;
import skep.deploy.yaml.Fields;
import skep.secrets.vault.Generation;
import skep.secrets.vault.SecretRule;
import skep.secrets.vault.SecretRules;

/** Reads {@code secrets:}. */
final class SecretsReader {
  private static final int MOST_DAYS = 3650;

  private SecretsReader() {}

  static SecretPolicy read(Fields root) {
    return root.mapping("secrets").map(SecretsReader::policy).orElse(SecretPolicy.DEFAULT);
  }

  private static SecretPolicy policy(Fields fields) {
    SecretPolicy policy =
        new SecretPolicy(
            new SecretRules(fields.mapping("rules").map(SecretsReader::rules).orElse(List.of())),
            fields.oneOf("save", Saving.class).orElse(Saving.COMMIT),
            fields.mapping("desk").map(SecretsReader::desk).orElse(Map.of()));
    fields.done();
    return policy;
  }

  private static List<SecretRule> rules(Fields fields) {
    List<SecretRule> rules = new ArrayList<>();
    for (String pattern : fields.names()) {
      fields.mapping(pattern).ifPresent(rule -> rules.add(rule(pattern, rule)));
    }
    return rules;
  }

  private static SecretRule rule(String pattern, Fields fields) {
    SecretRule rule =
        new SecretRule(
            pattern,
            fields.mapping("generate").flatMap(SecretsReader::generation),
            day(fields),
            fields.whole("days", 1, MOST_DAYS));
    fields.done();
    return rule;
  }

  private static Optional<Generation> generation(Fields fields) {
    List<String> command = fields.texts("command");
    Optional<Integer> length =
        fields.whole("length", Generation.Random.SHORTEST, Generation.Random.LONGEST);
    Optional<String> alphabet = fields.text("alphabet");
    boolean both = !command.isEmpty() && (length.isPresent() || alphabet.isPresent());
    if (both) {
      fields.problem(fields.mark(), fields.path("command") + " needs no length and no alphabet");
    }
    fields.done();
    return command.isEmpty()
        ? random(fields, length, alphabet)
        : Optional.of(new Generation.Program(command));
  }

  private static Optional<Generation> random(
      Fields fields, Optional<Integer> length, Optional<String> alphabet) {
    try {
      return Optional.of(
          new Generation.Random(
              length.orElse(Generation.Random.DEFAULT.length()),
              alphabet.orElse(Generation.Random.DEFAULT.alphabet())));
    } catch (IllegalArgumentException e) {
      fields.problem(fields.markOf("alphabet"), fields.path("alphabet") + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<LocalDate> day(Fields fields) {
    Optional<String> text = fields.text("expires");
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      fields.problem(
          fields.markOf("expires"), fields.path("expires") + " must be a day such as 2027-01-31");
      return Optional.empty();
    }
  }

  /**
   * By what the sign-in calls them; two names for one of the two ids would be two people in one.
   */
  private static Map<String, String> desk(Fields fields) {
    Map<String, String> people = new HashMap<>();
    for (String name : fields.names()) {
      fields
          .mapping(name)
          .ifPresent(person -> {
            Optional<String> subject = id(person, "subject");
            Optional<String> chat = id(person, "chat");
            if (subject.isPresent()
                && chat.isPresent()
                && people.putIfAbsent(subject.get(), chat.get()) != null) {
              person.problem(
                  person.markOf("subject"), person.path("subject") + " is somebody else's already");
            }
            person.done();
          });
    }
    return people;
  }

  private static Optional<String> id(Fields person, String key) {
    Optional<String> id = person.text(key).filter(text -> !text.isBlank());
    if (id.isEmpty()) {
      person.problem(
          person.markOf(key),
          person.path(key)
              + (key.equals("chat")
                  ? " must be the person's user id in Rocket.Chat"
                  : " must be what the sign-in calls this person: the claim sub"));
    }
    return id;
  }
}
