package skep.deploy.estate;

import java.util.Optional;
import skep.deploy.estate.BackupPolicy.Check;
import skep.deploy.estate.BackupPolicy.Keep;
import skep.deploy.estate.BackupPolicy.Prune;
import skep.deploy.estate.BackupPolicy.RestoreTest;
import skep.deploy.yaml.Fields;
import skep.deploy.yaml.YamlNode;
import skep.deploy.yaml.YamlNode.YamlScalar;

/** Reads what is done to a repository besides backing up: what stays, and how it is proven. */
record UpkeepReader(ScheduleReader schedules) {
  private static final int MOST = 100_000;
  private static final int MOST_PARTS = 365;

  Keep keep(Fields fields) {
    Keep keep = new Keep(kept(fields, "daily"), kept(fields, "weekly"), kept(fields, "monthly"));
    if (fields.node("daily").isEmpty()) {
      fields.problem(fields.markOf("daily"), fields.path("daily") + " must be at least 1");
    }
    fields.done();
    return keep;
  }

  private static int kept(Fields fields, String key) {
    boolean none = fields.node(key).filter(UpkeepReader::isZero).isPresent();
    if (none) {
      fields.problem(
          fields.markOf(key),
          fields.path(key)
              + " must be at least 1: restic takes 0 for “keep none”"
              + (key.equals("daily") ? "" : "; leave the key out where that is meant"));
    }
    return none ? 0 : fields.whole(key, 1, MOST).orElse(0);
  }

  private static boolean isZero(YamlNode node) {
    return node instanceof YamlScalar scalar && scalar.value().equals(0L);
  }

  Prune prune(Fields prune) {
    Prune read =
        new Prune(
            schedules.read(prune).orElse(Prune.DEFAULT.schedule()),
            prune.whole("most", 1, 100).orElse(Prune.DEFAULT.most()));
    prune.done();
    return read;
  }

  Check check(Fields check) {
    Check read =
        new Check(
            schedules.read(check).orElse(Check.DEFAULT.schedule()),
            check.whole("parts", 1, MOST_PARTS).orElse(Check.DEFAULT.parts()));
    check.done();
    return read;
  }

  Optional<RestoreTest> restoreTest(Fields test) {
    int sample = test.whole("sample", 1, MOST).orElse(RestoreTest.BY_HAND.sample());
    long most = Bytes.read(test, "most").orElse(RestoreTest.BY_HAND.most());
    Optional<String> schedule = schedules.read(test);
    if (test.node("schedule").isEmpty()) {
      test.problem(
          test.markOf("schedule"), test.path("schedule") + " must be a Quartz cron expression");
    }
    test.done();
    return schedule.map(when -> new RestoreTest(when, sample, most));
  }
}
