package skep.secrets.repository;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * A tree with some files changed, made in memory. A file that is to be encrypted goes into the
 * object database encrypted; what it is in clear is never there.
 */
final class TreeEdit {
  private final ObjectReader reader;
  private final ObjectInserter inserter;
  private final BlobWriter writer;
  private final boolean secret;

  /**
   * @param secret whether a file that would be stored in clear refuses all of it
   */
  TreeEdit(ObjectReader reader, ObjectInserter inserter, BlobWriter writer, boolean secret) {
    this.reader = reader;
    this.inserter = inserter;
    this.writer = writer;
    this.secret = secret;
  }

  /**
   * The rules of the tree that comes out decide what is encrypted: they may be among the files.
   *
   * @throws LockedFileException where a file is to be encrypted and its key is not at hand
   */
  ObjectId apply(ObjectId tree, SortedMap<String, Optional<Supplier<byte[]>>> files)
      throws IOException {
    ObjectId nothing = inserter.insert(Constants.OBJ_BLOB, new byte[0]);
    Map<String, ObjectId> blobs = new HashMap<>();
    for (var file : files.entrySet()) {
      boolean isRules = file.getKey().endsWith(".gitattributes");
      blobs.put(
          file.getKey(),
          isRules ? writer.plain(file.getValue().map(Supplier::get).orElse(new byte[0])) : nothing);
    }
    EncryptionRules rules = EncryptionRules.of(reader, edit(tree, files, blobs));
    refuseLinked(rules);
    refuseInClear(files, rules);
    return edit(tree, files, writer.all(files, rules));
  }

  private void refuseInClear(
      SortedMap<String, Optional<Supplier<byte[]>>> files, EncryptionRules rules) {
    files.forEach((path, content) -> {
      if (secret && content.isPresent() && rules.key(path).isEmpty()) {
        throw new RepositoryException(
            "%s would be stored in clear: no line of .gitattributes covers it; add one such as \"%s filter=git-crypt diff=git-crypt\" first"
                .formatted(path, path));
      }
    });
  }

  private static void refuseLinked(EncryptionRules rules) {
    if (!rules.linked().isEmpty()) {
      throw new UnsafePathException(
          rules.linked().first(),
          "is a symbolic link, which git does not read: nothing tells what is to be encrypted. Make it a file");
    }
  }

  private ObjectId edit(
      ObjectId tree,
      SortedMap<String, Optional<Supplier<byte[]>>> files,
      Map<String, ObjectId> blobs)
      throws IOException {
    DirCache cache = DirCache.read(reader, tree);
    DirCacheEditor editor = cache.editor();
    files.forEach((path, content) ->
        editor.add(
            content.isEmpty()
                ? new DirCacheEditor.DeletePath(path)
                : new Put(path, blobs.get(path))));
    editor.finish();
    return cache.writeTree(inserter);
  }

  private static final class Put extends DirCacheEditor.PathEdit {
    private final ObjectId blob;

    Put(String path, ObjectId blob) {
      super(path);
      this.blob = blob;
    }

    @Override
    public void apply(DirCacheEntry entry) {
      if (entry.getRawMode() == 0
          || (entry.getRawMode() & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
        entry.setFileMode(FileMode.REGULAR_FILE);
      }
      entry.setObjectId(blob);
    }
  }
}
