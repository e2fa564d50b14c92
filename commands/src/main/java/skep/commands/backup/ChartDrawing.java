package skep.commands.backup;

import static java.awt.RenderingHints.KEY_TEXT_ANTIALIASING;
import static java.awt.RenderingHints.VALUE_TEXT_ANTIALIAS_ON;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import skep.commands.chat.Span;
import skep.deploy.backup.Words;

/** Two charts, one above the other: sizes, and how long the runs took. */
final class ChartDrawing {
  /** Clients show it in a narrow column: what is larger has letters too small to read. */
  private static final int WIDTH = 800;

  private static final int SIZES = 330;
  private static final int TIMES = 280;
  private static final int COLUMNS = 2;

  /** Height of a row of the legend, and where its rows begin. */
  private static final int LEGEND = 24;

  private static final int LEFT = 90;
  private static final BasicStroke STROKE =
      new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  /** Okabe and Ito's, which people who see few colours tell apart; grey for what is summed. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x333333),
          new Color(0x999999));

  private final ChartStyle style;
  private final String what;
  private final int days;

  /**
   * One line of both charts.
   *
   * @param name as it is drawn
   */
  record Line(String name, SortedMap<LocalDate, Long> bytes, SortedMap<LocalDate, Duration> took) {}

  /**
   * @param what is shown, as the title says it
   * @param days how many there are from left to right
   */
  ChartDrawing(Font font, String what, int days) {
    this.style = new ChartStyle(font);
    this.what = what;
    this.days = days;
  }

  byte[] png(List<Line> lines) throws IOException {
    XYChart sizes =
        style.chart(
            "Backups of %s, the last %d days".formatted(what, days),
            WIDTH,
            SIZES,
            ChartScale.ofBytes(lines.stream().map(line -> values(line.bytes())).toList()));
    XYChart times =
        style.chart(
            "",
            WIDTH,
            TIMES,
            ChartScale.ofTimes(lines.stream().map(line -> values(seconds(line.took()))).toList()));
    for (int i = 0; i < lines.size(); i++) {
      String name = Integer.toString(i);
      draw(sizes, name, lines.get(i).bytes(), COLOURS.get(i));
      draw(times, name, seconds(lines.get(i).took()), COLOURS.get(i));
    }
    return encoded(painted(sizes, times, lines));
  }

  private static SortedMap<LocalDate, Long> seconds(SortedMap<LocalDate, Duration> took) {
    SortedMap<LocalDate, Long> seconds = new TreeMap<>();
    took.forEach((day, time) -> seconds.put(day, Math.max(1, time.toSeconds())));
    return seconds;
  }

  private static double[] values(SortedMap<LocalDate, Long> line) {
    return line.values().stream().mapToDouble(value -> Math.max(1, value)).toArray();
  }

  private static void draw(
      XYChart chart, String name, SortedMap<LocalDate, Long> line, Color colour) {
    if (line.isEmpty()) {
      return;
    }
    double[] days = line.keySet().stream().mapToDouble(LocalDate::toEpochDay).toArray();
    XYSeries series = chart.addSeries(name, days, values(line));
    series.setLineColor(colour);
    series.setMarkerColor(colour);
    series.setLineStyle(STROKE);
    series.setMarker(days.length < 3 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }

  private BufferedImage painted(XYChart sizes, XYChart times, List<Line> lines) {
    int legend = LEGEND * Math.ceilDiv(lines.size(), COLUMNS) + LEGEND / 2;
    BufferedImage image =
        new BufferedImage(WIDTH, SIZES + legend + TIMES, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, image.getHeight());
    sizes.paint(graphics, WIDTH, SIZES);
    graphics.translate(0, SIZES);
    legend(graphics, lines);
    graphics.translate(0, legend);
    times.paint(graphics, WIDTH, TIMES);
    graphics.dispose();
    return image;
  }

  /** Of both charts, between them: the library's own is one row, however long that gets. */
  private void legend(Graphics2D graphics, List<Line> lines) {
    graphics.setRenderingHint(KEY_TEXT_ANTIALIASING, VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(style.font().deriveFont(15f));
    graphics.setStroke(STROKE);
    for (int i = 0; i < lines.size(); i++) {
      int x = LEFT + i % COLUMNS * ((WIDTH - LEFT) / COLUMNS);
      int y = i / COLUMNS * LEGEND + LEGEND;
      graphics.setColor(COLOURS.get(i));
      graphics.drawLine(x, y - 5, x + 20, y - 5);
      graphics.setColor(ChartStyle.INK);
      graphics.drawString(label(lines.get(i)), x + 28, y);
    }
  }

  private static String label(Line line) {
    String size = line.name() + "   " + Words.bytes(line.bytes().lastEntry().getValue());
    return line.took().isEmpty()
        ? size
        : size + ", " + Span.words(line.took().lastEntry().getValue());
  }

  private static byte[] encoded(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    }
    return bytes.toByteArray();
  }
}
