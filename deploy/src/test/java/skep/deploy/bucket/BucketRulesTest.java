package skep.deploy.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.deploy.bucket.Finding.Weight;

class BucketRulesTest {
  private static final String PREFIX = "ops/restic/";
  private static final LifecycleRule ABORTS =
      rule("abort", "", Optional.empty(), List.of(), OptionalInt.of(7));

  private static LifecycleRule rule(
      String id,
      String prefix,
      Optional<String> expires,
      List<LifecycleRule.Move> moves,
      OptionalInt aborts) {
    return new LifecycleRule(id, true, prefix, false, expires, moves, aborts, false);
  }

  private static LifecycleRule expires(String prefix) {
    return rule("old", prefix, Optional.of("after 30 days"), List.of(), OptionalInt.of(7));
  }

  private static List<Finding> check(LifecycleRule... rules) {
    return BucketRules.check(
        PREFIX,
        new BucketSettings(
            new Setting.Known<>(List.of(rules)),
            new Setting.Known<>(List.of()),
            new Setting.Known<>(false)));
  }

  private static List<Finding> kept(RetentionRule.Effect effect, String prefix) {
    return BucketRules.check(
        PREFIX,
        new BucketSettings(
                new Setting.Known<>(List.of(ABORTS)),
                new Setting.Known<>(List.of()),
                new Setting.Known<>(false))
            .withRetention(List.of(new RetentionRule(effect, "worm", prefix, "30 days"))));
  }

  @Test
  void aBucketThatLeavesTheRepositoryAloneHasNoFindings() {
    assertThat(check(ABORTS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ops/",
        "ops/restic/",
        "ops/restic/data/",
        "ops/restic/data/4f",
        "ops/restic/con"
      })
  void aRuleThatDeletesObjectsOfTheRepositoryBreaksIt(String prefix) {
    assertThat(check(expires(prefix), ABORTS))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.weight()).isEqualTo(Weight.BREAKS);
          assertThat(finding.what())
              .contains("lifecycle rule 'old' deletes objects of the repository")
              .contains("after 30 days");
          assertThat(finding.change()).contains("outside of ops/restic/").contains("backup.keep");
        });
  }

  @Test
  void theFindingSaysWhichObjectsAreMeant() {
    assertThat(check(expires("ops/restic/data/4f"), ABORTS).getFirst().what()).contains("(data/)");
    assertThat(check(expires("ops/"), ABORTS).getFirst().what())
        .contains("(config, keys/, snapshots/, index/, data/, locks/)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ops/other/",
        "logs/",
        "ops/restic/config-old",
        "ops/restic/skep/",
        "ops/restic2/"
      })
  void aRuleAboutOtherObjectsIsNoFinding(String prefix) {
    assertThat(check(expires(prefix), ABORTS)).isEmpty();
  }

  @Test
  void aRuleThatIsOffOrAboutTaggedObjectsIsNoFinding() {
    var off =
        new LifecycleRule(
            "off",
            false,
            "",
            false,
            Optional.of("after 1 days"),
            List.of(),
            OptionalInt.empty(),
            false);
    var tagged =
        new LifecycleRule(
            "tagged",
            true,
            "",
            true,
            Optional.of("after 1 days"),
            List.of(),
            OptionalInt.empty(),
            false);

    assertThat(check(off, tagged, ABORTS)).isEmpty();
  }

  @Test
  void anArchiveMakesTheRepositoryUnreadableAndOtherStorageCosts() {
    var archive =
        rule(
            "cold",
            "",
            Optional.empty(),
            List.of(new LifecycleRule.Move("after 60 days", "GLACIER")),
            OptionalInt.of(7));
    var seldom =
        rule(
            "",
            "ops/restic/data/",
            Optional.empty(),
            List.of(new LifecycleRule.Move("after 30 days", "STANDARD_IA")),
            OptionalInt.empty());

    List<Finding> findings = check(seldom, archive);
    assertThat(findings).extracting(Finding::weight).containsExactly(Weight.BREAKS, Weight.ADVICE);
    assertThat(findings.get(0).what()).contains("'cold'").contains("restic cannot read them there");
    assertThat(findings.get(1).what()).contains("without a name").contains("each read is charged");
  }

  @Test
  void aMissingRuleForUnfinishedUploadsIsAdvised() {
    assertThat(check())
        .containsExactly(
            new Finding(
                Weight.ADVICE,
                "No rule aborts uploads in parts that nobody finished: their parts are charged, and"
                    + " no listing shows them.",
                "Add a lifecycle rule that aborts unfinished multipart uploads after 7 days."));
    assertThat(check(rule("x", "logs/", Optional.empty(), List.of(), OptionalInt.of(1))))
        .hasSize(1);
  }

  @Test
  void aLockOnLocksStopsEverybody() {
    assertThat(kept(RetentionRule.Effect.REFUSES, "ops/restic/locks/"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.weight()).isEqualTo(Weight.BREAKS);
          assertThat(finding.what())
              .contains("retention rule 'worm' keeps ops/restic/locks/")
              .contains("(30 days)")
              .contains("cannot take back its own locks");
          assertThat(finding.change())
              .isEqualTo(
                  "Limit the rule to ops/restic/keys/ and ops/restic/config, which restic never"
                      + " changes.");
        });
  }

  @Test
  void aLockOnDataAndIndexBreaksPruneAndSaysHow() {
    assertThat(kept(RetentionRule.Effect.REFUSES, "ops/restic/data/").getFirst().what())
        .contains("prune fails when it deletes what nobody needs");
    assertThat(kept(RetentionRule.Effect.REFUSES, "ops/restic/index/").getFirst().what())
        .contains("prune fails when it replaces the index");
    assertThat(kept(RetentionRule.Effect.REFUSES, "ops/restic/snapshots/").getFirst())
        .satisfies(finding -> assertThat(finding.what()).contains("forget fails"))
        .satisfies(finding -> assertThat(finding.change()).contains("for a shorter time"));
    assertThat(kept(RetentionRule.Effect.REFUSES, "")).hasSize(5);
  }

  @Test
  void aLockOnKeysAndConfigurationIsInNobodysWay() {
    assertThat(kept(RetentionRule.Effect.REFUSES, "ops/restic/keys/")).isEmpty();
    assertThat(kept(RetentionRule.Effect.REFUSES, "ops/restic/config")).isEmpty();
  }

  @Test
  void anObjectLockKeepsVersionsAndBreaksNothing() {
    assertThat(kept(RetentionRule.Effect.KEEPS_VERSIONS, ""))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.weight()).isEqualTo(Weight.ADVICE);
          assertThat(finding.what()).contains("frees nothing");
        });
  }

  @Test
  void oldVersionsThatNobodyDeletesAreAdvisedAgainst() {
    var settings =
        new BucketSettings(
            new Setting.Known<>(List.of(ABORTS)),
            new Setting.Known<>(List.of()),
            new Setting.Known<>(true));

    assertThat(BucketRules.check(PREFIX, settings))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("charged for ever"));
    var clears =
        new LifecycleRule(
            "v", true, "", false, Optional.empty(), List.of(), OptionalInt.of(7), true);
    assertThat(
            BucketRules.check(
                PREFIX,
                new BucketSettings(
                    new Setting.Known<>(List.of(clears)),
                    settings.retention(),
                    settings.versioned())))
        .isEmpty();
  }

  @Test
  void whatCannotBeKnownIsSaidAndNotTakenForGood() {
    var settings =
        new BucketSettings(
            new Setting.Unknown<>("the key may not read the bucket's lifecycle rules"),
            new Setting.Unknown<>("the server does not tell its retention rules"),
            new Setting.Unknown<>("the server does not tell its versions"));

    assertThat(BucketRules.check("", settings))
        .extracting(Finding::weight)
        .containsExactly(Weight.UNKNOWN, Weight.UNKNOWN);
    assertThat(BucketRules.check("", settings).getFirst().what())
        .contains("the key may not read the bucket's lifecycle rules");
  }
}
