package skep.bot.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * A small estate to try things on: a git repository with a work tree that a person can edit and
 * commit in. Its branch {@code next} holds a changed {@code web}.
 */
public final class SampleEstate {
  private static final String RESOURCES = "/skep/sample-estate/";
  private static final List<String> MAIN =
      List.of("skep.yaml", "stacks/web/stack.yml", "stacks/api/stack.yml");
  private static final List<String> NEXT = List.of("stacks/web/stack.yml");
  private static final String LIBRARY = "/skep/runbooks/library/";

  /** All pages that come with Skep. */
  public static final List<String> RUNBOOKS =
      List.of(
          "full-restore.md",
          "keycloak-lock-out.md",
          "mongodb-replica-set.md",
          "node-replacement.md",
          "r2-outage.md",
          "restic-lock-and-damage.md",
          "rocketchat-down.md",
          "seaweedfs-volumes.md",
          "secret-rotation.md",
          "skep-down.md",
          "stuck-updates.md",
          "swarm-quorum-loss.md",
          "traefik-certificates.md");

  private static final String PASSWORD = "secrets/backup.env";
  private static final PersonIdent AUTHOR = new PersonIdent("Skep", "skep@localhost");

  private final Path directory;

  private SampleEstate(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens the one of an earlier run, or makes it.
   *
   * @param home made if missing, readable by its owner only
   * @param fresh whether to throw an earlier one away
   */
  public static SampleEstate at(Path home, boolean fresh) {
    try {
      own(home);
      Path directory = home.resolve("estate");
      SampleEstate estate = new SampleEstate(directory);
      if (fresh) {
        delete(directory);
        delete(estate.backups());
      }
      if (!Files.isDirectory(directory.resolve(".git"))) {
        make(directory);
      }
      return estate;
    } catch (IOException e) {
      throw new UncheckedIOException("the sample estate in " + home + " cannot be made", e);
    }
  }

  public Path directory() {
    return directory;
  }

  /**
   * Puts Skep's own runbooks in, to ask questions about. Where a person has some, or took them
   * away, it stays as it is.
   */
  public void addRunbooks() {
    try (Git git = Git.open(directory.toFile())) {
      boolean isOurs =
          git.status().call().isClean() && git.getRepository().getBranch().equals("main");
      boolean hadSome = git.log().addPath("runbooks").setMaxCount(1).call().iterator().hasNext();
      if (isOurs && !hadSome) {
        Path folder = Files.createDirectories(directory.resolve("runbooks"));
        for (String page : RUNBOOKS) {
          Files.writeString(folder.resolve(page), resource(LIBRARY + page));
        }
        commit(git, "Runbooks");
      }
    } catch (IOException | GitAPIException e) {
      throw notWhole(e);
    }
  }

  private IllegalStateException notWhole(Exception cause) {
    return new IllegalStateException("the sample estate in " + directory + " is not whole", cause);
  }

  /** What is backed up, and what it is backed up into. */
  private Path backups() {
    return directory.resolveSibling("backups");
  }

  /**
   * Has a folder beside the estate backed up into another, or has it not. Where a person changed
   * the policy, or is about to, it stays as it is.
   *
   * @return whether it is
   */
  public boolean backUp(boolean wanted) {
    Path policy = directory.resolve("skep.yaml");
    try (Git git = Git.open(directory.toFile())) {
      boolean isOurs =
          git.status().call().isClean() && git.getRepository().getBranch().equals("main");
      String before = isOurs && Files.exists(policy) ? Files.readString(policy) : "";
      String section = section();
      boolean isThere = before.contains(section);
      if (wanted && before.equals(text("main/skep.yaml")) && !Files.exists(offered())) {
        Path core = Files.createDirectories(backups().resolve("core"));
        Files.writeString(core.resolve("note.txt"), "Something that is backed up.\n");
        copy("backups/", List.of(PASSWORD), directory);
        Files.writeString(policy, before + section);
        commit(git, "Backups");
        Files.writeString(offered(), "");
        return true;
      }
      if (!wanted && isThere) {
        Files.writeString(policy, before.replace(section, ""));
        commit(git, "No backups");
        Files.deleteIfExists(offered());
        return false;
      }
      return isThere;
    } catch (IOException | GitAPIException e) {
      throw notWhole(e);
    }
  }

  private String section() throws IOException {
    String home = directory.toAbsolutePath().getParent().toString();
    // In single quotes of YAML, where a quote is written twice.
    return text("backups/skep.yaml").replace("{home}", home.replace("'", "''"));
  }

  /** Who takes it out of the policy is not offered it again. */
  private Path offered() {
    return backups().resolve("offered");
  }

  /** Takes the policy away: what {@code skep.yaml} does not forbid, a terminal may do. */
  public void dropPolicy() {
    try (Git git = Git.open(directory.toFile())) {
      git.rm().addFilepattern("skep.yaml").call();
      commit(git, "No policy");
    } catch (IOException | GitAPIException e) {
      throw notWhole(e);
    }
  }

  /** Removes the estate. */
  public void remove() {
    try {
      delete(directory);
      delete(backups());
    } catch (IOException e) {
      throw new UncheckedIOException("the sample estate in " + directory + " stays", e);
    }
  }

  /** Anybody can make a directory of a known name in a temporary folder; use only our own. */
  private static void own(Path home) throws IOException {
    if (!Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path probe = Files.createTempFile(home, "owner", "");
    try {
      if (Files.isSymbolicLink(home)
          || !Files.getOwner(home, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe))) {
        throw new IOException(home + " belongs to somebody else");
      }
    } finally {
      Files.delete(probe);
    }
  }

  private static void make(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Git git = Git.init().setInitialBranch("main").setDirectory(directory.toFile()).call()) {
      copy("main/", MAIN, directory);
      commit(git, "The sample estate");
      git.checkout().setCreateBranch(true).setName("next").call();
      copy("next/", NEXT, directory);
      commit(git, "A newer page, and one more of it");
      git.checkout().setName("main").call();
    } catch (GitAPIException e) {
      throw new IOException(e);
    }
  }

  private static void commit(Git git, String message) throws GitAPIException {
    git.add().addFilepattern(".").call();
    // Whoever signs their own commits is not asked for a passphrase for these.
    git.commit().setSign(false).setMessage(message).setAuthor(AUTHOR).setCommitter(AUTHOR).call();
  }

  private static void copy(String from, List<String> files, Path directory) throws IOException {
    for (String file : files) {
      Path target = directory.resolve(file);
      Files.createDirectories(target.getParent());
      Files.writeString(target, text(from + file));
    }
  }

  private static String text(String file) throws IOException {
    return resource(RESOURCES + file);
  }

  private static String resource(String file) throws IOException {
    try (InputStream in = SampleEstate.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("the program lacks its file " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
