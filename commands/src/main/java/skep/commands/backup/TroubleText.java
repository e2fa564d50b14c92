package skep.commands.backup;

import java.util.ArrayList;
import java.util.List;
import skep.commands.chat.Quoted;
import skep.deploy.backup.Entry;
import skep.deploy.backup.board.Row;
import skep.deploy.backup.board.State;

/** What is wrong with a source's backups on a node, and what is left to restore. */
record TroubleText(Row row, BoardText.Ago ago) {
  private static final int REASON = 140;

  String line() {
    List<String> parts = new ArrayList<>();
    parts.add(what());
    if (row.late() && row.state() != State.LATE && row.state() != State.NEVER) {
      parts.add("*late*");
    }
    if (row.isTestFailed()) {
      parts.add(
          row.test()
              .map(test -> "*restore test failed* %s: %s".formatted(ago.since(test), why(test)))
              .orElse(""));
    }
    parts.add(left());
    return "%s %s: %s".formatted(sign(), BoardText.place(row), String.join("; ", parts));
  }

  private String sign() {
    return switch (row.state()) {
      case DAMAGED, NEVER, FAILED -> ":x:";
      case PARTIAL, SHRUNK, GROWN, LATE, FRESH, GONE -> ":warning:";
    };
  }

  static String word(State state) {
    return state == State.NEVER ? "without any good one" : state.word();
  }

  private String what() {
    return switch (row.state()) {
      case DAMAGED -> damaged();
      case NEVER -> row.last().map(this::run).orElse("*never backed up*");
      case FAILED, PARTIAL, SHRUNK, GROWN -> row.last().map(this::run).orElse("");
      case LATE -> "*late*";
      case FRESH -> "backed up";
      case GONE -> "no longer backed up";
    };
  }

  private String damaged() {
    Entry newest = row.damaged().getFirst();
    int more = row.damaged().size() - 1;
    return "*damaged*: snapshot %s of %s%s"
        .formatted(
            BoardText.id(newest),
            ago.since(newest),
            more > 0 ? " and %d before it".formatted(more) : "");
  }

  private String run(Entry last) {
    return "*%s* %s: %s".formatted(last.verdict().word(), ago.since(last), why(last));
  }

  /** What can be relied on. */
  private String left() {
    String good =
        row.good()
            .map(entry -> "newest good: %s, %s".formatted(BoardText.id(entry), ago.since(entry)))
            .orElse("no good snapshot");
    return good
        + row.verified()
            .filter(_ -> row.isTestFailed() || row.state() == State.DAMAGED)
            .map(entry -> ", newest verified: %s".formatted(BoardText.id(entry)))
            .orElse("");
  }

  static String why(Entry entry) {
    String why = entry.why().isBlank() ? "no reason is known" : entry.why();
    return Quoted.code(why.length() <= REASON ? why : why.substring(0, REASON - 1) + "…");
  }
}
