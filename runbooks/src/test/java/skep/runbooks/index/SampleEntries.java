package skep.runbooks.index;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex.Entry;
import skep.runbooks.passages.Passage;

/**
 * A small runbook whose meanings are four directions: disks, databases, networks, and people. What
 * must be found for a question can be told by reading it.
 */
public final class SampleEntries {
  public static final Embedder.Model MODEL = new Embedder.Model("sample 1", 4);
  public static final Embedder.Model OTHER_MODEL = new Embedder.Model("sample 2", 4);

  public static final Entry DISK =
      entry(
          List.of("Storage", "A disk is full"),
          "NodeFilesystemSpaceFillingUp: delete old images with docker system prune.",
          1,
          0,
          0,
          0.2);
  public static final Entry DATABASE =
      entry(
          List.of("MongoDB", "One member is lost"),
          "Restart the member. The replica set elects a primary by itself.",
          0.1,
          1,
          0.3,
          0);
  public static final Entry NETWORK =
      entry(
          List.of("Traefik", "Certificates"),
          "Restart Traefik when a certificate was not renewed, and look at its log.",
          0,
          0.2,
          1,
          0);
  public static final Entry PEOPLE =
      entry(
          List.of("On call"),
          "Ring the second person after fifteen minutes. Nobody restarts a database alone.",
          0,
          0.6,
          0,
          1);
  public static final List<Entry> ALL = List.of(DISK, DATABASE, NETWORK, PEOPLE);

  private SampleEntries() {}

  public static Entry entry(List<String> headings, String text, double... meaning) {
    String anchor = headings.getLast().toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
    return new Entry(
        new Passage("runbooks/%s.md".formatted(anchor), headings, anchor, text), vector(meaning));
  }

  /** Of length 1 in this direction. */
  public static float[] vector(double... direction) {
    double length = Math.sqrt(Arrays.stream(direction).map(part -> part * part).sum());
    float[] vector = new float[direction.length];
    for (int i = 0; i < direction.length; i++) {
      vector[i] = (float) (direction[i] / length);
    }
    return vector;
  }

  /** So many, each with a word of its own: {@code part17}. */
  public static List<Entry> many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            entry(
                List.of("Parts"),
                "How part%d of the machine is replaced.".formatted(i),
                Math.cos(i),
                Math.sin(i),
                0.5,
                0.1))
        .toList();
  }

  public static Stamp stamp(Embedder.Model model, int number) {
    return new Stamp(
        model,
        Map.of("", "%040x".formatted(number), "docs", "%040x".formatted(number + 1)),
        Instant.parse("2026-11-01T02:03:04.567Z").plusSeconds(number));
  }
}
