package skep.bot.terminal;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import skep.commands.chat.Invocation;

/**
 * Progress for somebody who watches: redrawn in place on a terminal, and elsewhere each line once,
 * when it first appears.
 */
final class Screen implements Invocation.Progress, AutoCloseable {
  private final PrintStream err;
  private final boolean live;
  private final int columns;
  private final Set<String> printed = new HashSet<>();
  private int drawn;

  Screen(PrintStream err, boolean live, int columns) {
    this.err = err;
    this.live = live;
    this.columns = Math.max(20, columns);
  }

  @Override
  public synchronized void show(String text) {
    List<String> lines = PlainText.of(text).lines().filter(line -> !line.isBlank()).toList();
    if (live) {
      wipe();
      lines.forEach(line -> err.println(cut(line)));
      drawn = lines.size();
      err.flush();
    } else {
      lines.stream().filter(printed::add).forEach(err::println);
    }
  }

  /** A line longer than the screen would wrap, and be counted wrongly when it is redrawn. */
  private String cut(String line) {
    return line.length() < columns ? line : line.substring(0, columns - 2) + "…";
  }

  private void wipe() {
    if (drawn > 0) {
      // ECMA-48: cursor up, then erase to the end of the screen.
      err.print("\u001b[" + drawn + "A\u001b[J");
      drawn = 0;
    }
  }

  /** Takes the progress away: the outcome is what stays. */
  @Override
  public synchronized void close() {
    if (live) {
      wipe();
      err.flush();
    }
  }
}
