package skep.deploy.release;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keys of the labels records carry: the part of a record that changes. */
public final class RecordLabels {
  /** What the record is: {@code release}, {@code plan}, {@code lock}, {@code claim}, … */
  public static final String RECORD = "skep.record";

  static final String STACK = "skep.stack";
  static final String NUMBER = "skep.release";
  static final String STATE = "skep.state";
  static final String STARTED_STEPS = "skep.steps.started";
  static final String DONE_STEPS = "skep.steps.done";
  static final String FAILURE = "skep.failure";
  static final String OUTCOME = "skep.outcome";
  static final String ENDED = "skep.ended";
  static final String HOLDER = "skep.holder";
  static final String BY_ID = "skep.by.id";
  static final String BY_NAME = "skep.by.name";
  static final String REASON = "skep.reason";
  static final String SINCE = "skep.since";
  static final String UNTIL = "skep.until";
  static final String ABORT = "skep.abort";

  /** Labels are for a sentence, not for a log. */
  private static final int MAX_VALUE = 1000;

  private RecordLabels() {}

  static Map<String, String> with(Map<String, String> labels, Map<String, String> changes) {
    var all = new HashMap<>(labels);
    changes.forEach((key, value) -> all.put(key, bounded(value)));
    return all;
  }

  static Optional<String> text(Map<String, String> labels, String key) {
    return Optional.ofNullable(labels.get(key)).filter(value -> !value.isEmpty());
  }

  private static String bounded(String value) {
    return value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE - 1) + "…";
  }
}
