package skep.bot.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import skep.commands.backup.BoardChart;
import skep.commands.chat.Picture;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.RunKind;
import skep.deploy.backup.Verdict;

/** Draws a chart in whatever image it is started in, and says how wide it became. */
public final class DrawnChart {
  private DrawnChart() {}

  public static void main(String[] arguments) throws IOException {
    Instant now = Instant.parse("2026-11-10T08:00:00Z");
    Entry run =
        new Entry(
            RunKind.BACKUP,
            now,
            Duration.ofSeconds(30),
            "node1",
            Verdict.GOOD,
            "a",
            1,
            1_000_000,
            0,
            "");
    Picture picture =
        new BoardChart(text -> text)
            .bySource(List.of(new History("core", List.of(run), Set.of())), now)
            .orElseThrow();
    int width = ImageIO.read(new ByteArrayInputStream(picture.png())).getWidth();
    System.out.println("a picture of " + width + " pixels");
  }
}
