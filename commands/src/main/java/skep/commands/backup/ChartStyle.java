package skep.commands.backup;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.XYStyler;

/** How a chart looks: one font, thin grey lines. */
record ChartStyle(Font font) {
  static final Color INK = new Color(0x2A2A2A);
  private static final Color GRID = new Color(0xE4E4E4);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  XYChart chart(String title, int width, int height, ChartScale scale) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .yAxisTitle(scale.title())
            .build();
    XYStyler styler = chart.getStyler();
    fonts(styler);
    colours(styler);
    axes(styler, scale);
    styler.setChartTitleVisible(!title.isEmpty());
    return chart;
  }

  private void fonts(XYStyler styler) {
    styler.setBaseFont(font.deriveFont(14f));
    styler.setChartTitleFont(font.deriveFont(18f));
    styler.setAxisTitleFont(font.deriveFont(14f));
    styler.setAxisTickLabelsFont(font.deriveFont(13f));
  }

  private static void colours(XYStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartFontColor(INK);
    styler.setAxisTickLabelsColor(INK);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setAxisTickMarksColor(GRID);
  }

  private static void axes(XYStyler styler, ChartScale scale) {
    styler.setLegendVisible(false);
    styler.setYAxisLeftWidthHint(90);
    styler.setXAxisTickMarkSpacingHint(100);
    styler.setMarkerSize(7);
    styler.setXAxisTickLabelsFormattingFunction(ChartStyle::day);
    styler.setYAxisTickLabelsFormattingFunction(scale.label());
    styler.setYAxisLogarithmic(scale.logarithmic());
    if (!scale.logarithmic()) {
      styler.setYAxisMin(0.0);
    }
  }

  /** Only whole days have a name. */
  private static String day(double epochDay) {
    return epochDay == Math.rint(epochDay)
        ? DAY.format(LocalDate.ofEpochDay((long) epochDay))
        : " ";
  }
}
