package skep.deploy.bucket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import skep.deploy.bucket.Finding.Weight;

/**
 * Whether a bucket's own rules leave a restic repository alone. Restic needs every object until it
 * deletes it itself, by {@code forget} and {@code prune}, and deletes a lock whenever it ends.
 */
public final class BucketRules {
  /** Must be restored by hand, for hours, before restic can read them. */
  private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

  private final String prefix;
  private final List<Finding> findings = new ArrayList<>();

  private BucketRules(String prefix) {
    this.prefix = prefix;
  }

  /**
   * @param prefix of the repository in the bucket: empty, or ending with a slash
   * @return what is wrong first
   */
  public static List<Finding> check(String prefix, BucketSettings settings) {
    var rules = new BucketRules(prefix);
    rules.lifecycle(settings.lifecycle());
    rules.retention(settings.retention());
    rules.versions(settings);
    return rules.findings.stream().sorted(java.util.Comparator.comparing(Finding::weight)).toList();
  }

  private void lifecycle(Setting<List<LifecycleRule>> setting) {
    switch (setting) {
      case Setting.Unknown<List<LifecycleRule>>(String why) ->
          add(
              Weight.UNKNOWN,
              "Whether lifecycle rules delete or move backups is not known: %s.".formatted(why),
              "Look at the bucket's lifecycle rules once; none may delete or move objects below %s."
                  .formatted(shown(prefix)));
      case Setting.Known<List<LifecycleRule>>(List<LifecycleRule> rules) -> {
        rules.forEach(this::lifecycle);
        unfinished(rules);
      }
    }
  }

  private void lifecycle(LifecycleRule rule) {
    String touched = touched(rule::isAbout);
    if (touched.isEmpty()) {
      return;
    }
    rule.expires()
        .ifPresent(when ->
            add(
                Weight.BREAKS,
                "The %s deletes objects of the repository (%s) %s: restic needs them until it deletes them itself."
                    .formatted(rule.named(), touched, when),
                "Remove the rule, or limit it to a prefix outside of %s; how long backups stay is said in backup.keep."
                    .formatted(shown(prefix))));
    rule.moves().forEach(move -> moved(rule, move, touched));
  }

  private void moved(LifecycleRule rule, LifecycleRule.Move move, String touched) {
    boolean archived = ARCHIVES.contains(move.storageClass());
    add(
        archived ? Weight.BREAKS : Weight.ADVICE,
        "The %s moves objects of the repository (%s) %s to %s: %s."
            .formatted(
                rule.named(),
                touched,
                move.when(),
                move.storageClass(),
                archived
                    ? "restic cannot read them there, so that backup, check and restore fail"
                    : "checks and restore tests read them, and each read is charged there, as is"
                        + " deleting them early"),
        "Remove the rule, or limit it to a prefix outside of %s.".formatted(shown(prefix)));
  }

  private void unfinished(List<LifecycleRule> rules) {
    boolean aborted =
        rules.stream()
            .anyMatch(rule ->
                rule.enabled()
                    && !rule.tagged()
                    && rule.abortsAfterDays().isPresent()
                    && (prefix + RepositoryFolder.DATA.keys()).startsWith(rule.prefix()));
    if (!aborted) {
      add(
          Weight.ADVICE,
          "No rule aborts uploads in parts that nobody finished: their parts are charged, and no"
              + " listing shows them.",
          "Add a lifecycle rule that aborts unfinished multipart uploads after 7 days.");
    }
  }

  private void retention(Setting<List<RetentionRule>> setting) {
    switch (setting) {
      case Setting.Unknown<List<RetentionRule>>(String why) ->
          add(
              Weight.UNKNOWN,
              "Whether rules keep objects from being deleted is not known: %s.".formatted(why),
              "Look at the bucket's lock rules once (R2: Settings, Bucket lock rules); none may be"
                  + " about %slocks/.".formatted(prefix));
      case Setting.Known<List<RetentionRule>>(List<RetentionRule> rules) ->
          rules.forEach(this::retention);
    }
  }

  private void retention(RetentionRule rule) {
    switch (rule.effect()) {
      case REFUSES ->
          Stream.of(
                  RepositoryFolder.LOCKS,
                  RepositoryFolder.SNAPSHOTS,
                  RepositoryFolder.INDEX,
                  RepositoryFolder.DATA,
                  RepositoryFolder.SKEP)
              .filter(folder -> rule.isAbout(prefix + folder.keys()))
              .forEach(folder -> kept(rule, folder));
      case KEEPS_VERSIONS -> {
        String touched = touched(rule::isAbout);
        if (!touched.isEmpty()) {
          add(
              Weight.ADVICE,
              "The bucket's object lock (%s, %s) keeps every deleted object as an old version: prune"
                      .formatted(rule.named(), rule.lasts())
                  + " succeeds, and frees nothing until then.",
              "Add a lifecycle rule that deletes old versions once the lock ends, and reckon with"
                  + " the space.");
        }
      }
    }
  }

  private void kept(RetentionRule rule, RepositoryFolder folder) {
    add(
        Weight.BREAKS,
        "The %s keeps %s%s from being deleted and overwritten (%s): %s."
            .formatted(rule.named(), prefix, folder.keys(), rule.lasts(), consequence(folder)),
        "Limit the rule to %skeys/ and %sconfig, which restic never changes.%s"
            .formatted(
                prefix,
                prefix,
                folder == RepositoryFolder.LOCKS || folder == RepositoryFolder.SKEP
                    ? ""
                    : " Or keep it on snapshots/, index/ and data/ for a shorter time than backups"
                        + " stay, and let prune run seldom: it fails on what is younger."));
  }

  private static String consequence(RepositoryFolder folder) {
    return switch (folder) {
      case LOCKS ->
          "restic cannot take back its own locks, and every prune and check finds the repository"
              + " locked";
      case SNAPSHOTS -> "forget fails, and no snapshot ever goes";
      case INDEX -> "prune fails when it replaces the index, after it wrote a new one";
      case DATA -> "prune fails when it deletes what nobody needs, and the space is not freed";
      case SKEP -> "the heartbeat cannot be renewed, and whoever watches it sees silence";
      case KEYS, CONFIG, OTHER -> "nothing of restic's is in its way";
    };
  }

  private void versions(BucketSettings settings) {
    boolean versioned = settings.versioned().known().orElse(false);
    Optional<List<LifecycleRule>> rules = settings.lifecycle().known();
    boolean cleared =
        rules.stream()
            .flatMap(List::stream)
            .anyMatch(rule ->
                rule.oldVersionsExpire() && rule.isAbout(prefix + RepositoryFolder.DATA.keys()));
    if (versioned && rules.isPresent() && !cleared) {
      add(
          Weight.ADVICE,
          "The bucket keeps old versions, and no rule deletes them: what prune deletes is charged for"
              + " ever.",
          "Add a lifecycle rule that deletes noncurrent versions after some days.");
    }
  }

  private String touched(java.util.function.Predicate<String> isAbout) {
    return RepositoryFolder.NEEDED.stream()
        .map(RepositoryFolder::keys)
        .filter(keys -> isAbout.test(prefix + keys))
        .collect(Collectors.joining(", "));
  }

  private void add(Weight weight, String what, String change) {
    findings.add(new Finding(weight, what, change));
  }

  private static String shown(String prefix) {
    return prefix.isEmpty() ? "this bucket, which is all the repository's" : prefix;
  }
}
