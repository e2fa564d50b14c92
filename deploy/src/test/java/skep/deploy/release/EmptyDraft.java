package skep.deploy.release;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.release.Release.Actor;
import skep.secrets.repository.CommitId;

/** A release about to begin, of nothing. */
public final class EmptyDraft {
  private EmptyDraft() {}

  public static Releases.Draft of(String stack, CommitId commit, Actor by) {
    return new Releases.Draft(
        stack,
        commit,
        "p1",
        Map.of(),
        Map.of(),
        Map.of(),
        by,
        Consent.NOT_ASKED,
        "message m1",
        List.of(),
        RecordData.object(),
        Optional.empty());
  }
}
