package skep.deploy.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import skep.deploy.lab.Lab;

/** Folders that each of a lab's three machines has at the same path, with files of its own. */
public final class MachineFiles implements AutoCloseable {
  static final int MACHINES = 3;

  private final Lab lab;
  private final Path folder;
  private final List<String> mounted = new ArrayList<>();

  /**
   * @param folder of this machine, where the files really are
   */
  public MachineFiles(Lab lab, Path folder) {
    this.lab = lab;
    this.folder = folder;
  }

  /** The path on the machines: two files, of which one says whose it is. */
  public String add(String name) {
    Path path = Path.of("/srv/" + lab.unique("skep-" + name));
    try {
      Files.createDirectories(path);
      for (int machine = 1; machine <= MACHINES; machine++) {
        Path own = folder.resolve("node" + machine).resolve(name);
        Files.createDirectories(own.resolve("with space"));
        Files.writeString(own.resolve("of"), "node" + machine);
        Files.writeString(own.resolve("with space/file"), name.repeat(1000));
        lab.onMachine(machine, "mount", "--bind", own.toString(), path.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    mounted.add(path.toString());
    return path.toString();
  }

  @Override
  public void close() {
    for (String path : mounted) {
      for (int machine = 1; machine <= MACHINES; machine++) {
        lab.onMachine(machine, "umount", path);
      }
      try {
        Files.delete(Path.of(path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
