package skep.secrets.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;
import skep.secrets.vault.Oddity;
import skep.secrets.vault.SecretName;

/** Secrets in memory, each with as many commits as it had values. */
final class InMemoryWork implements DeskWork {
  private final Map<SecretName, List<SecretValue>> values = new TreeMap<>();
  private final Map<String, DeskPerson> people = new TreeMap<>();
  private final List<String> audit = new ArrayList<>();
  private Optional<String> refusal = Optional.empty();
  private int commits = 1;

  synchronized void put(SecretName name, String value) {
    values.computeIfAbsent(name, _ -> new ArrayList<>()).add(SecretValue.of(value));
  }

  synchronized void know(String subject, DeskPerson person) {
    people.put(subject, person);
  }

  synchronized void refuse(String why) {
    refusal = Optional.of(why);
  }

  synchronized List<String> audit() {
    return List.copyOf(audit);
  }

  synchronized String value(SecretName name) {
    return new String(values.get(name).getLast().reveal(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static CommitId commit(int number) {
    return new CommitId("%040x".formatted(number));
  }

  @Override
  public synchronized Optional<DeskPerson> person(String subject, String name) {
    return Optional.ofNullable(people.get(subject));
  }

  @Override
  public synchronized Optional<String> refusal(DeskPerson person) {
    return refusal;
  }

  @Override
  public synchronized Listing list() {
    return new Listing(
        commit(commits),
        values.keySet().stream()
            .map(name ->
                new Row(
                    name,
                    false,
                    Optional.of(new Step(commit(1), Instant.EPOCH, "<b>Ben</b>", "First")),
                    Optional.empty(),
                    true,
                    List.of("web"),
                    List.of()))
            .toList());
  }

  @Override
  public synchronized Optional<SecretValue> reveal(
      DeskPerson person, SecretName name, CommitId commit) {
    audit.add(person.name() + " saw " + name);
    return Optional.ofNullable(values.get(name)).map(List::getLast);
  }

  @Override
  public Optional<SecretValue> generate(SecretName name) {
    return Optional.of(SecretValue.of("generated"));
  }

  @Override
  public synchronized Saved save(DeskPerson person, Edit edit) {
    if (!edit.base().equals(commit(commits))) {
      return new Saved.Conflict(new Step(commit(commits), Instant.EPOCH, "Ben", "Faster"));
    }
    commits++;
    values.computeIfAbsent(edit.name(), _ -> new ArrayList<>()).add(edit.value());
    audit.add(person.name() + " set " + edit.name());
    return new Saved.Done(commit(commits), Oddity.of(edit.value().reveal()), "");
  }

  @Override
  public List<Step> history(SecretName name) {
    return List.of(new Step(commit(1), Instant.EPOCH, "Ben", "First"));
  }

  @Override
  public synchronized void denied(Optional<DeskPerson> who, String what) {
    audit.add(who.map(DeskPerson::name).orElse("somebody") + " denied: " + what);
  }

  @Override
  public synchronized void entered(DeskPerson who, String how) {
    audit.add(who.name() + " entered " + how);
  }
}
