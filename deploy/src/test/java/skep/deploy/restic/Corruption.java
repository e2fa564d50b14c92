package skep.deploy.restic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * What can happen to a repository behind restic's back.
 *
 * <p>The last two columns: whether a check without data sees it; whether one with data does.
 */
enum Corruption {
  BYTE_IN_DATA_PACK(false, true, (at, of) -> flip(at.resolve(of.made("n1-2").dataPack()), 5000)),
  BYTE_IN_TREE_PACK(true, true, (at, of) -> flip(at.resolve(of.made("n1-2").treePack()), 100)),
  /** The end of a pack is its list of contents, which the index has, too. */
  BYTE_IN_LIST_OF_PACK(false, true, (at, of) -> flip(at.resolve(of.made("n1-2").dataPack()), -10)),
  PACK_CUT_OFF(true, true, (at, of) -> cut(at.resolve(of.made("n1-2").dataPack()), 10_000)),
  PACK_GONE(true, true, (at, of) -> Files.delete(at.resolve(of.made("n2-3").dataPack()))),
  INDEX_GONE(true, true, (at, of) -> Files.delete(at.resolve(of.made("n1-3").index()))),
  SNAPSHOT_GONE(false, false, (at, of) -> Files.delete(snapshot(at, of.made("n2-2")))),
  PACKS_SWAPPED(
      false,
      true,
      (at, of) ->
          swap(at.resolve(of.made("n1-2").dataPack()), at.resolve(of.made("n2-4").dataPack()))),
  TREE_AND_DATA_SWAPPED(
      true,
      true,
      (at, of) ->
          swap(at.resolve(of.made("n1-4").treePack()), at.resolve(of.made("n2-4").dataPack()))),
  SNAPSHOT_CUT_OFF(true, true, (at, of) -> cut(snapshot(at, of.made("n1-4")), 100)),
  SNAPSHOT_EMPTY(true, true, (at, of) -> cut(snapshot(at, of.made("n2-1")), 0)),
  BYTE_IN_INDEX(true, true, (at, of) -> flip(at.resolve(of.made("n2-1").index()), 100));

  private interface Act {
    void on(Path repository, SampleRepository sample) throws IOException;
  }

  final boolean seenByStructure;
  final boolean seenByData;
  private final Act act;

  Corruption(boolean seenByStructure, boolean seenByData, Act act) {
    this.seenByStructure = seenByStructure;
    this.seenByData = seenByData;
    this.act = act;
  }

  /** A copy of the sample with this done to it. */
  Restic copy(SampleRepository sample, Path to) throws IOException {
    Trees.copy(sample.folder(), to);
    act.on(to, sample);
    return new Restic(to);
  }

  private static Path snapshot(Path repository, SampleRepository.Made made) {
    return repository.resolve("snapshots").resolve(made.id());
  }

  /** From the end where negative. */
  private static void flip(Path file, int at) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[at < 0 ? content.length + at : at] ^= 1;
    Files.write(file, content);
  }

  private static void cut(Path file, int length) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
  }

  private static void swap(Path one, Path other) throws IOException {
    Path aside = one.resolveSibling("aside");
    Files.move(one, aside);
    Files.move(other, one);
    Files.move(aside, other, StandardCopyOption.REPLACE_EXISTING);
  }
}
