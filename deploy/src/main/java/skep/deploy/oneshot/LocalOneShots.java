package skep.deploy.oneshot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import skep.deploy.swarm.InterruptedRunException;

/**
 * One-shots as programs of this machine, which is the only node. Paths are mounted under their own
 * names by nature; images, volumes and networks are not to be had.
 */
public final class LocalOneShots implements OneShots {
  private static final long BETWEEN_LOOKS_MS = 300;
  private static final int NEWEST = 5;
  private static final int ALL = 50_000;

  private final String hostname;
  private final Path folder;
  private final Map<String, Ended> ended = new ConcurrentHashMap<>();

  private record Ended(String group, List<NodeEnd> ends) {}

  /**
   * @param hostname of this machine
   * @param folder for files of secrets, which only this user can read and which are removed at once
   */
  public LocalOneShots(String hostname, Path folder) {
    this.hostname = hostname;
    this.folder = folder;
  }

  @Override
  public List<NodeEnd> run(OneShot what, Consumer<List<NodeEnd>> watch) {
    Optional<Ended> before = Optional.ofNullable(ended.get(what.name()));
    if (before.isPresent()) {
      return before.get().ends();
    }
    List<NodeEnd> ends = List.of(impossible(what) ? refused() : ran(what, watch));
    ended.put(what.name(), new Ended(what.group(), ends));
    return ends;
  }

  private static boolean impossible(OneShot what) {
    return what.stays()
        || !what.needs().networks().isEmpty()
        || !what.needs().dockerSecrets().isEmpty();
  }

  private NodeEnd refused() {
    return new NodeEnd(
        hostname, "", new NodeEnd.State.Refused("it needs a Swarm, and there is none"), List.of());
  }

  private NodeEnd ran(OneShot what, Consumer<List<NodeEnd>> watch) {
    Path secrets = laid(what);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(what.program().command()).redirectErrorStream(true);
      builder.environment().putAll(what.program().environment());
      builder.environment().put("ONESHOT_SECRETS", secrets.toString());
      builder.environment().put("ONESHOT_NODE", hostname);
      return followed(what, builder.start(), watch);
    } catch (IOException e) {
      return new NodeEnd(hostname, "", new NodeEnd.State.Refused(e.getMessage()), List.of());
    } finally {
      removed(secrets);
    }
  }

  private NodeEnd followed(OneShot what, Process process, Consumer<List<NodeEnd>> watch) {
    Deque<String> lines = new ArrayDeque<>();
    Thread reader = Thread.ofVirtual().start(() -> read(process, lines));
    long end = System.nanoTime() + what.within().toNanos();
    try {
      while (!process.waitFor(BETWEEN_LOOKS_MS, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - end > 0) {
          destroyed(process);
          return end(
              new NodeEnd.State.Lost(
                  "it was not over within " + what.within().toMinutes() + " min"),
              lines);
        }
        watch.accept(
            List.of(
                new NodeEnd(
                    hostname, "", new NodeEnd.State.Under("running"), newest(lines, NEWEST))));
      }
      reader.join();
      return end(new NodeEnd.State.Exited(process.exitValue()), lines);
    } catch (InterruptedException e) {
      destroyed(process);
      throw InterruptedRunException.of("while a program of this machine ran", e);
    }
  }

  private static void destroyed(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private NodeEnd end(NodeEnd.State state, Deque<String> lines) {
    return new NodeEnd(hostname, "", state, newest(lines, ALL));
  }

  private static void read(Process process, Deque<String> lines) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lines) {
          lines.add(line);
          if (lines.size() > ALL) {
            lines.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      // The process is gone; what it wrote until then is here.
    }
  }

  private static List<String> newest(Deque<String> lines, int most) {
    synchronized (lines) {
      return lines.stream().skip(Math.max(0, lines.size() - most)).toList();
    }
  }

  private Path laid(OneShot what) {
    try {
      Files.createDirectories(folder);
      Path secrets =
          Files.createTempDirectory(
              folder,
              "run-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      for (var secret : what.needs().secrets().entrySet()) {
        Files.write(secrets.resolve(secret.getKey()), secret.getValue().reveal());
      }
      return secrets;
    } catch (IOException e) {
      throw new UncheckedIOException("secrets could not be laid in " + folder, e);
    }
  }

  private static void removed(Path secrets) {
    try (var paths = Files.walk(secrets)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("secrets could not be removed from " + secrets, e);
    }
  }

  @Override
  public void remove(String group) {
    ended.values().removeIf(one -> one.group().equals(group));
  }

  @Override
  public Set<String> groups() {
    Set<String> groups = new TreeSet<>();
    ended.values().forEach(one -> groups.add(one.group()));
    return groups;
  }

  @Override
  public List<String> nodes(Where where) {
    return List.of(hostname);
  }

  @Override
  public void network(String name, String group) {
    throw new UnsupportedOperationException("there is no Swarm to have a network in");
  }
}
