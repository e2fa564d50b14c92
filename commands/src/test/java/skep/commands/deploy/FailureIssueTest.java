package skep.commands.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import skep.deploy.apply.Report;
import skep.deploy.apply.Verdict;
import skep.deploy.release.Consent;
import skep.deploy.release.Release;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.Release.State;
import skep.secrets.repository.CommitId;

class FailureIssueTest {
  private static final Report NOTHING =
      new Report(Optional.empty(), List.of(), List.of(), List.of());

  static Release release(State state, String outcome) {
    return new Release(
        "web",
        7,
        state,
        new CommitId("0123456789abcdef0123456789abcdef01234567"),
        "p1",
        Map.of(),
        Map.of(),
        Map.of(),
        new Actor("u1", "anna"),
        Consent.NOT_ASKED,
        Optional.empty(),
        "",
        Instant.parse("2026-11-29T12:00:00Z"),
        Optional.empty(),
        outcome,
        List.of(),
        Optional.empty());
  }

  @Test
  void whatAPersonStoppedIsNoFailure() {
    Release release = release(State.ROLLED_BACK, "aborted by anna: wrong branch");
    assertThat(FailureIssue.of(release)).isEmpty();
    assertThat(FailureIssue.of(new Verdict.VerifiedOld(release, release.outcome(), NOTHING)))
        .isEmpty();
  }

  @Test
  void aBotThatWasStoppedBeforeItToldMeansTheSameIssue() {
    Release release = release(State.FAILED, "web_app does not come up");
    IssueTracker.Issue told =
        FailureIssue.of(new Verdict.Failed(release, release.outcome(), NOTHING)).orElseThrow();
    IssueTracker.Issue late = FailureIssue.of(release).orElseThrow();
    assertThat(late.subject()).isEqualTo(told.subject()).isEqualTo("release-web-7-p1");
    assertThat(late.title()).isEqualTo("web: release 7 failed, a person must look");
    assertThat(late.text()).contains("web_app does not come up", "0123456789abcdef", "2026-11-29");
  }

  @Test
  void whatTheEngineSaidCallsNobodyOnGitHub() {
    Release release = release(State.FAILED, "@team look at #12");
    assertThat(FailureIssue.of(release).orElseThrow().text()).contains("`@team look at #12`");
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"RELEASED", "DETACHED", "APPLYING", "VERIFYING"})
  void whatDidNotFailNeedsNoMending(State state) {
    assertThat(FailureIssue.of(release(state, ""))).isEmpty();
  }
}
