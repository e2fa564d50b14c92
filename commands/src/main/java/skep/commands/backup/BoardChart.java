package skep.commands.backup;

import java.awt.Font;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.chat.Picture;
import skep.commands.chat.Quoted;
import skep.deploy.backup.History;
import skep.deploy.backup.board.Timeline;

/** How sizes and durations went, as a picture: by source, or of one source by node. */
public final class BoardChart {
  private static final int SERIES = 8;

  /** Three months are read at a glance; a year of days is a smear. */
  private static final int DAYS = 90;

  private static final int NAME = 24;
  private static final Logger LOG = Logger.getLogger(BoardChart.class.getName());

  private final UnaryOperator<String> redaction;
  private Optional<Font> font = Optional.empty();

  /**
   * @param redaction takes known secret values out of a text before it is drawn
   */
  public BoardChart(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  /** Of all sources; empty where there was no backup lately, or where nothing can be drawn. */
  public Optional<Picture> bySource(List<History> histories, Instant now) {
    LocalDate to = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return picture("all sources", Timeline.bySource(histories, to.minusDays(DAYS), to));
  }

  /** Of one source; empty as above. */
  public Optional<Picture> byNode(History source, Instant now) {
    LocalDate to = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return picture(drawn(source.source()), Timeline.byNode(source, to.minusDays(DAYS), to));
  }

  private Optional<Picture> picture(String what, List<Timeline> timelines) {
    List<ChartDrawing.Line> lines =
        Timeline.atMost(SERIES, timelines).stream()
            .map(line -> new ChartDrawing.Line(drawn(line.name()), line.bytes(), line.took()))
            .toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] png = new ChartDrawing(font(), what, DAYS).png(lines);
      return Optional.of(
          new Picture("backups", "Backups of %s: sizes and durations".formatted(what), png));
    } catch (IOException | RuntimeException | LinkageError | InternalError e) {
      // A Java made without fonts or drawing; the words of the board say the same.
      LOG.log(Level.WARNING, "no chart can be drawn here", e);
      return Optional.empty();
    }
  }

  private synchronized Font font() throws IOException {
    if (font.isEmpty()) {
      font = Optional.of(ChartFont.load());
    }
    return font.get();
  }

  private String drawn(String name) {
    String line = Quoted.line(redaction.apply(name)).strip();
    return line.length() <= NAME ? line : line.substring(0, NAME - 1) + "…";
  }
}
