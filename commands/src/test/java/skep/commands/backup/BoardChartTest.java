package skep.commands.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.backup.board.Runs.NOW;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import skep.commands.chat.Picture;
import skep.deploy.backup.History;
import skep.deploy.backup.Verdict;
import skep.deploy.backup.board.Runs;

class BoardChartTest {
  private static final int BLUE = 0xFF0072B2;
  private static final int GREY = 0xFF999999;
  private final BoardChart chart = new BoardChart(text -> text.replace("hunter2", "***"));

  private static History source(String name, int days, long bytes) {
    Runs runs = Runs.of(name);
    for (int day = days; day >= 0; day--) {
      runs.backup("n1", day * 24, Verdict.GOOD, "a" + day, bytes + day * 1_000L);
    }
    return runs.history();
  }

  private static BufferedImage image(Picture picture) {
    try {
      return ImageIO.read(new ByteArrayInputStream(picture.png()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long pixels(BufferedImage image, int colour) {
    return IntStream.range(0, image.getHeight())
        .mapToLong(y ->
            IntStream.range(0, image.getWidth()).filter(x -> image.getRGB(x, y) == colour).count())
        .sum();
  }

  @Test
  void aLineOfEachSourceIsDrawn() {
    Picture picture = chart.bySource(List.of(source("core", 60, 1_000_000)), NOW).orElseThrow();
    assertThat(picture.name()).isEqualTo("backups");
    assertThat(picture.description()).isEqualTo("Backups of all sources: sizes and durations");
    BufferedImage image = image(picture);
    assertThat(image.getWidth()).isEqualTo(800);
    assertThat(pixels(image, BLUE)).isGreaterThan(1_000);
    // Edges of letters are as grey in places.
    assertThat(pixels(image, GREY)).isLessThan(100);
  }

  @Test
  void nineAndMoreAreSummedAsTheEighthLine() {
    List<History> sources =
        IntStream.range(0, 12).mapToObj(i -> source("s" + i, 30, 1_000_000L * (i + 1))).toList();
    assertThat(pixels(image(chart.bySource(sources, NOW).orElseThrow()), GREY)).isGreaterThan(500);
  }

  @Test
  void whatIsTwentyThousandTimesAsLargeStaysOnOnePicture() {
    List<History> sources =
        List.of(source("core", 30, 50_000), source("mail", 30, 900_000_000_000L));
    assertThat(pixels(image(chart.bySource(sources, NOW).orElseThrow()), BLUE)).isGreaterThan(500);
  }

  @Test
  void oneRunIsADot() {
    Picture picture = chart.byNode(source("core", 0, 1_000_000), NOW).orElseThrow();
    assertThat(picture.description()).isEqualTo("Backups of core: sizes and durations");
    assertThat(pixels(image(picture), BLUE)).isPositive();
  }

  @Test
  void emptySnapshotsAreDrawnToo() {
    assertThat(chart.bySource(List.of(source("core", 0, 0)), NOW)).isPresent();
  }

  @Test
  void whereNothingWasBackedUpLatelyThereIsNoPicture() {
    History old = Runs.of("core").good("n1", 24 * 400, "a").history();
    assertThat(chart.bySource(List.of(old, History.empty("apps")), NOW)).isEmpty();
  }

  @Test
  void strangeNamesAreOnlyLetters() {
    List<History> sources =
        List.of(source("$\\frac{1}{0}$", 3, 10), source("<html>\n\u202e\u0000日本", 3, 20));
    assertThat(chart.bySource(sources, NOW)).isPresent();
  }

  @Test
  void aKnownSecretIsNotDrawn() {
    byte[] redacted = chart.byNode(source("of hunter2", 9, 10), NOW).orElseThrow().png();
    byte[] told = chart.byNode(source("of ***", 9, 10), NOW).orElseThrow().png();
    BoardChart blind = new BoardChart(text -> text);
    assertThat(redacted).isEqualTo(told);
    assertThat(blind.byNode(source("of hunter2", 9, 10), NOW).orElseThrow().png())
        .isNotEqualTo(told);
    assertThat(chart.byNode(source("of hunter2", 9, 10), NOW).orElseThrow().description())
        .isEqualTo("Backups of of ***: sizes and durations");
  }
}
