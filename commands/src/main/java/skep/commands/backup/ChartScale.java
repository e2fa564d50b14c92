package skep.commands.backup;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import skep.deploy.backup.Words;

/**
 * An upright axis.
 *
 * @param title with the unit
 * @param logarithmic where the smallest line would be flat beside the largest
 * @param label of a value
 */
record ChartScale(String title, boolean logarithmic, Function<Double, String> label) {
  private static final double SPREAD = 50;

  static ChartScale ofBytes(List<double[]> lines) {
    boolean logarithmic = isSpread(lines);
    return new ChartScale(
        logarithmic ? "size (logarithmic)" : "size",
        logarithmic,
        bytes -> Words.bytes(Math.round(bytes)));
  }

  static ChartScale ofTimes(List<double[]> lines) {
    boolean logarithmic = isSpread(lines);
    double most = all(lines).max().orElse(1);
    if (logarithmic) {
      return new ChartScale("time a run took (logarithmic)", true, ChartScale::time);
    }
    if (most >= 7200) {
      return new ChartScale("time a run took (hours)", false, value -> number(value / 3600));
    }
    return most >= 180
        ? new ChartScale("time a run took (minutes)", false, value -> number(value / 60))
        : new ChartScale("time a run took (seconds)", false, ChartScale::number);
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT, value < 100 && value != Math.rint(value) ? "%.1f" : "%.0f", value);
  }

  private static String time(double seconds) {
    if (seconds < 120) {
      return number(seconds) + " s";
    }
    return seconds < 7200 ? number(seconds / 60) + " min" : number(seconds / 3600) + " h";
  }

  /** By the newest values: one bad day does not change the axis. */
  private static boolean isSpread(List<double[]> lines) {
    double[] last =
        lines.stream()
            .filter(line -> line.length > 0)
            .mapToDouble(line -> line[line.length - 1])
            .toArray();
    return last.length > 0
        && DoubleStream.of(last).max().orElse(1) > SPREAD * DoubleStream.of(last).min().orElse(1);
  }

  private static DoubleStream all(List<double[]> lines) {
    return lines.stream().flatMapToDouble(DoubleStream::of);
  }
}
