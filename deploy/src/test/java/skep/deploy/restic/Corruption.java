package skep.deploy.restic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * What can happen to a repository behind restic's back.
 *
 * <p>The two columns: whether a check without data sees it; whether one with data does.
 */
enum Corruption {
  BYTE_IN_DATA_PACK(false, true),
  BYTE_IN_TREE_PACK(true, true),
  /** The end of a pack is its list of contents, which the index has, too. */
  BYTE_IN_LIST_OF_PACK(false, true),
  PACK_CUT_OFF(true, true),
  PACK_GONE(true, true),
  INDEX_GONE(true, true),
  SNAPSHOT_GONE(false, false),
  PACKS_SWAPPED(false, true),
  TREE_AND_DATA_SWAPPED(true, true),
  SNAPSHOT_CUT_OFF(true, true),
  SNAPSHOT_EMPTY(true, true),
  BYTE_IN_INDEX(true, true);

  final boolean seenByStructure;
  final boolean seenByData;

  Corruption(boolean seenByStructure, boolean seenByData) {
    this.seenByStructure = seenByStructure;
    this.seenByData = seenByData;
  }

  /** A copy of the sample with this done to it. */
  Restic copy(SampleRepository sample, Path to) throws IOException {
    Trees.copy(sample.folder(), to);
    act(to, sample);
    return new Restic(to);
  }

  private void act(Path at, SampleRepository of) throws IOException {
    Path dataPack = at.resolve(of.made("n1-2").dataPack());
    switch (this) {
      case BYTE_IN_DATA_PACK -> flip(dataPack, 5000);
      case BYTE_IN_TREE_PACK -> flip(at.resolve(of.made("n1-2").treePack()), 100);
      case BYTE_IN_LIST_OF_PACK -> flip(dataPack, -10);
      case PACK_CUT_OFF -> cut(dataPack, 10_000);
      case PACK_GONE -> Files.delete(at.resolve(of.made("n2-3").dataPack()));
      case INDEX_GONE -> Files.delete(at.resolve(of.made("n1-3").index()));
      case SNAPSHOT_GONE -> Files.delete(snapshot(at, of.made("n2-2")));
      case PACKS_SWAPPED -> swap(dataPack, at.resolve(of.made("n2-4").dataPack()));
      case TREE_AND_DATA_SWAPPED -> swap(at.resolve(of.made("n1-4").treePack()), dataPack);
      case SNAPSHOT_CUT_OFF -> cut(snapshot(at, of.made("n1-4")), 100);
      case SNAPSHOT_EMPTY -> cut(snapshot(at, of.made("n2-1")), 0);
      case BYTE_IN_INDEX -> flip(at.resolve(of.made("n2-1").index()), 100);
    }
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
