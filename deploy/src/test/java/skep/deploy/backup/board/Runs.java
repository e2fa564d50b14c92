package skep.deploy.backup.board;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.RunKind;
import skep.deploy.backup.Verdict;

/** Histories for tests, one run after the other. */
public final class Runs {
  public static final Instant NOW = Instant.parse("2026-11-10T08:00:00Z");

  private final String source;
  private final List<Entry> entries = new ArrayList<>();

  private Runs(String source) {
    this.source = source;
  }

  public static Runs of(String source) {
    return new Runs(source);
  }

  /** A backup so many hours ago; the name is the beginning of its snapshot's id. */
  public Runs backup(String node, int hoursAgo, Verdict verdict, String name, long bytes) {
    String why = verdict == Verdict.GOOD ? "" : "it was " + verdict.word();
    String id = verdict == Verdict.FAILED ? "" : id(name);
    entries.add(
        new Entry(
            RunKind.BACKUP,
            ago(hoursAgo),
            Duration.ofSeconds(90),
            node,
            verdict,
            id,
            1_200,
            verdict == Verdict.FAILED ? 0 : bytes,
            bytes / 10,
            why));
    return this;
  }

  public Runs good(String node, int hoursAgo, String name) {
    return backup(node, hoursAgo, Verdict.GOOD, name, 1_000_000);
  }

  public Runs test(String node, int hoursAgo, Verdict verdict, String name) {
    String why = verdict == Verdict.GOOD ? "" : "3 files differ";
    entries.add(
        new Entry(
            RunKind.RESTORE_TEST,
            ago(hoursAgo),
            Duration.ofSeconds(192),
            node,
            verdict,
            id(name),
            200,
            5_000,
            0,
            why));
    return this;
  }

  public Runs check(int hoursAgo, Verdict verdict) {
    return check(hoursAgo, verdict, 0);
  }

  /**
   * @param bytes of the whole repository, or what a source takes up in it
   */
  public Runs check(int hoursAgo, Verdict verdict, long bytes) {
    String why = verdict == Verdict.GOOD ? "" : "a pack is missing";
    entries.add(
        new Entry(
            RunKind.CHECK,
            ago(hoursAgo),
            Duration.ofMinutes(3),
            "",
            verdict,
            "",
            0,
            bytes,
            0,
            why));
    return this;
  }

  public History history(String... broken) {
    return new History(
        source, entries, Set.copyOf(List.of(broken).stream().map(Runs::id).toList()));
  }

  /** As long as restic's. */
  public static String id(String name) {
    return (name + "0".repeat(64)).substring(0, 64);
  }

  public static Instant ago(int hours) {
    return NOW.minus(Duration.ofHours(hours));
  }
}
