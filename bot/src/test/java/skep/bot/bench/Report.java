package skep.bot.bench;

import java.io.PrintStream;

/** The table that is printed, a row as soon as it is known. */
record Report(PrintStream out) {
  void title(String text) {
    out.println();
    out.println(text);
  }

  void row(String what, String measured) {
    out.printf("  %-58s %s%n", what, measured);
  }

  void goal(String what, double measured, double goal, String unit) {
    out.printf(
        "  %-58s %.2f %s, goal %.2f: %s%n",
        what, measured, unit, goal, measured <= goal ? "met" : "MISSED");
  }

  void atLeast(String what, double measured, double goal, String unit) {
    out.printf(
        "  %-58s %.2f %s, goal at least %.2f: %s%n",
        what, measured, unit, goal, measured >= goal ? "met" : "MISSED");
  }
}
