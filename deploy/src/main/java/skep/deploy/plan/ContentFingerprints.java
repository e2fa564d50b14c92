package skep.deploy.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.plan.content.Fingerprints;
import skep.deploy.stack.DesiredConfig;
import skep.deploy.stack.DesiredSecret;
import skep.deploy.stack.DesiredStack;
import skep.secrets.redaction.SecretValue;

/**
 * What the objects a plan is about hold, by their names in the Swarm: the new ones, and those that
 * are adopted or stay. A release records all of them; nobody could tell later whether a secret the
 * CLI made still is what git says.
 */
public final class ContentFingerprints {
  private static final Pattern COUNTER = Pattern.compile("-[1-9][0-9]{0,8}$");

  private final Map<String, Held> held = new LinkedHashMap<>();

  /** What stands, or will stand, under a name in the Swarm. */
  public record Held(Change change, String fingerprint, Optional<SecretValue> value) {}

  public ContentFingerprints(Plan plan, DesiredStack desired, Fingerprints key) {
    Map<String, Content> contents = contents(desired, key);
    for (Change change : plan.changes()) {
      if (isContent(change.kind()) && change.action() != Change.Action.REMOVE) {
        content(change, contents)
            .ifPresent(content ->
                held.put(
                    key(change.kind(), change.name()),
                    new Held(change, content.fingerprint(), content.value())));
      }
    }
  }

  public Optional<Held> of(ObjectKind kind, String name) {
    return Optional.ofNullable(held.get(key(kind, name)));
  }

  /** By name in the Swarm. */
  public Map<String, String> byName() {
    var prints = new HashMap<String, String>();
    held.values().forEach(one -> prints.put(one.change().name(), one.fingerprint()));
    return prints;
  }

  private static Map<String, Content> contents(DesiredStack desired, Fingerprints key) {
    List<Content> all = new ArrayList<>();
    desired.secrets().stream()
        .filter(secret -> !secret.external())
        .map((DesiredSecret secret) -> Content.of(secret, key))
        .forEach(all::add);
    desired.configs().stream()
        .filter(config -> !config.external())
        .map((DesiredConfig config) -> Content.of(config, key))
        .forEach(all::add);
    var contents = new HashMap<String, Content>();
    all.forEach(content -> contents.put(key(content.kind(), content.name()), content));
    return contents;
  }

  /** Under its own name where the CLI made it, else it is a version. */
  private static Optional<Content> content(Change change, Map<String, Content> contents) {
    Optional<Content> plain =
        Optional.ofNullable(contents.get(key(change.kind(), change.name())))
            .filter(content -> change.action() != Change.Action.CREATE);
    String unversioned = COUNTER.matcher(change.name()).replaceFirst("");
    return plain.or(() -> Optional.ofNullable(contents.get(key(change.kind(), unversioned))));
  }

  private static boolean isContent(ObjectKind kind) {
    return kind == ObjectKind.SECRET || kind == ObjectKind.CONFIG;
  }

  private static String key(ObjectKind kind, String name) {
    return kind.word() + "/" + name;
  }
}
