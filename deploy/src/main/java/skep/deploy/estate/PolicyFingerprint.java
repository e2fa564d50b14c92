package skep.deploy.estate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.estate.AccessPolicy.Rule;

/** A hash of what decides about one stack; each part with its length, so that none runs over. */
final class PolicyFingerprint {
  private final MessageDigest digest;

  private PolicyFingerprint(MessageDigest digest) {
    this.digest = digest;
  }

  /**
   * @param access as it holds for this stack
   */
  static String of(AccessPolicy access, String stack, Optional<StackEntry> entry) {
    try {
      PolicyFingerprint fingerprint = new PolicyFingerprint(MessageDigest.getInstance("SHA-256"));
      fingerprint.add(access);
      fingerprint.add(stack);
      fingerprint.add(entry.map(PolicyFingerprint::rest).stream().toList());
      return HexFormat.of().formatHex(fingerprint.digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Without its access, which counts already; a map's order differs from run to run. */
  private static String rest(StackEntry entry) {
    return new StackEntry(
            entry.name(), entry.files(), entry.approval(), entry.onMerge(), entry.verify())
        .toString();
  }

  private void add(AccessPolicy access) {
    add(Boolean.toString(access.stated()));
    for (Capability capability : Capability.values()) {
      add(capability.word());
      List<Rule> rule = access.rule(capability).stream().toList();
      add(Integer.toString(rule.size()));
      rule.forEach(this::add);
    }
  }

  private void add(Rule rule) {
    TreeMap<String, String> persons = new TreeMap<>(rule.persons());
    add(persons.keySet());
    add(persons.values());
    add(rule.membersOf());
    add(rule.roles());
    add(rule.otherThanRequester().toString());
    add(Integer.toString(rule.needed()));
    add(Boolean.toString(rule.byReaction()));
    TreeMap<String, Rule> arguments = new TreeMap<>(rule.arguments());
    add(arguments.keySet());
    arguments.values().forEach(this::add);
  }

  private void add(Collection<String> texts) {
    digest.update(ByteBuffer.allocate(4).putInt(texts.size()).flip());
    texts.forEach(this::add);
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
