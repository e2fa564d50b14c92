package skep.commands.backup;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import skep.commands.access.Act;
import skep.commands.access.Policy;
import skep.commands.planning.Estates;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.RunbookPolicy;
import skep.deploy.estate.SecretPolicy;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.FileTree;

/** An estate of one commit without files, whose backups and rights are a test's. */
record OneCommit(Supplier<BackupPolicy> policy, Map<Act, Policy.Rule> rules) implements Estates {
  private static final CommitId COMMIT = new CommitId("0123456789012345678901234567890123456789");

  @Override
  public EstateAt at(String ref) {
    return new EstateAt(
        COMMIT,
        new NoFiles(),
        new Rules(
            new Policy(true, rules, Policy.Approving.UNSAID, List.of("ops")),
            Map.of(),
            _ -> "",
            List.of(),
            Optional.empty(),
            SecretPolicy.DEFAULT,
            Optional.of(policy.get()),
            RunbookPolicy.DEFAULT),
        List.of());
  }

  @Override
  public boolean contains(CommitId newer, CommitId older) {
    return true;
  }

  private record NoFiles() implements FileTree {
    @Override
    public CommitId commit() {
      return COMMIT;
    }

    @Override
    public SortedSet<String> paths() {
      return Collections.emptySortedSet();
    }

    @Override
    public Optional<byte[]> read(String path) {
      return Optional.empty();
    }
  }
}
