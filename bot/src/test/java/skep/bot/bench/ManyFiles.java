package skep.bot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A thousand encrypted files: all of them in clear, and all of them committed, by git-crypt, which
 * git starts for each, and by Skep, in turn. Both begin with the start of a program.
 */
final class ManyFiles {
  private static final int FILES = 1_000;
  private static final int BYTES = 200_000;
  private static final int ROUNDS = 4;
  private static final String RULES = "secret/** filter=git-crypt diff=git-crypt\n";

  private final Report report;
  private final Path contents;
  private final Path key;
  private final Path home;
  private final Programs programs =
      new Programs(
          Map.of(
              "GIT_CONFIG_GLOBAL", "/dev/null",
              "GIT_AUTHOR_NAME", "bench",
              "GIT_AUTHOR_EMAIL", "bench@localhost",
              "GIT_COMMITTER_NAME", "bench",
              "GIT_COMMITTER_EMAIL", "bench@localhost"));

  ManyFiles(Report report, Path home) {
    this.report = report;
    this.home = home;
    contents = home.resolve("contents/secret");
    key = home.resolve("many-files.key");
  }

  void run() {
    report.title("%,d encrypted files, %,d MB in all".formatted(FILES, FILES * BYTES / 1_000_000));
    report.row("git-crypt", programs.run(List.of("git-crypt", "--version")).strip());
    try {
      write();
      Path work = empty();
      commit(work);
      decrypt(work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() throws IOException {
    Files.createDirectories(contents);
    Random random = new Random(1);
    byte[] content = new byte[BYTES];
    for (int i = 0; i < FILES; i++) {
      random.nextBytes(content);
      Files.write(contents.resolve("file-" + i), content);
    }
  }

  /** With git-crypt's rules in its one commit, and unlocked. */
  private Path empty() throws IOException {
    Path work = Files.createDirectory(home.resolve("many-files"));
    git(work, "init", "-q", "-b", "main");
    git(work, "config", "gc.auto", "0");
    in(work, "git-crypt init && git-crypt export-key " + key);
    Files.writeString(work.resolve(".gitattributes"), RULES);
    git(work, "add", ".gitattributes");
    git(work, "commit", "-q", "-m", "rules");
    return work;
  }

  private void commit(Path work) {
    Samples theirs = new Samples();
    Samples ours = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      Path bare = home.resolve("many-files.git");
      in(home, "rm -rf %1$s && git clone -q --bare %2$s %1$s".formatted(bare, work));
      Duration skep = skep("commit", bare.toString(), key.toString(), contents.toString());
      Path clone = home.resolve("many-files-again");
      in(home, "rm -rf %2$s && cp -r %1$s %2$s".formatted(work, clone));
      in(clone, "cp -r %s . && sync".formatted(contents));
      Duration git = programs.time(command(clone, "git add -A && git commit -q -m all"));
      if (round > 0) {
        ours.add(skep);
        theirs.add(git);
      }
    }
    report.row("git add and git commit, with git-crypt", theirs.toString());
    report.row("Skep, read, encrypted and committed, start included", ours.toString());
    report.goal("Skep to git", ours.medianSeconds() / theirs.medianSeconds(), 0.2, "×");
  }

  private void decrypt(Path work) {
    in(
        work,
        "cp -r %s . && git add -A && git commit -q -m all && git-crypt lock".formatted(contents));
    Samples theirs = new Samples();
    Samples ours = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      Duration git = programs.time(command(work, "git-crypt unlock " + key));
      in(work, "git-crypt lock && sync");
      Duration skep = skep("read", work.toString(), key.toString());
      if (round > 0) {
        ours.add(skep);
        theirs.add(git);
      }
    }
    report.row("git-crypt unlock", theirs.toString());
    report.row("Skep, all files in memory, start included", ours.toString());
    report.goal("Skep to git-crypt", ours.medianSeconds() / theirs.medianSeconds(), 0.1, "×");
  }

  /** As the launcher starts the built program, with the benchmarks' classes behind its own. */
  private Duration skep(String... arguments) {
    Path app = Path.of("target/app").toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:AOTCache=" + app.resolve("skep.aot"), "-Xlog:aot=off,cds=off"));
    command.addAll(List.of("@" + app.resolve("jvm.flags"), "-cp"));
    command.add(app.resolve("skep.jar") + ":" + Path.of("target/test-classes").toAbsolutePath());
    command.add(AllFiles.class.getName());
    command.addAll(List.of(arguments));
    return programs.time(command);
  }

  private void git(Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
    command.addAll(List.of(arguments));
    programs.run(command);
  }

  private void in(Path directory, String line) {
    programs.run(command(directory, line));
  }

  private static List<String> command(Path directory, String line) {
    return List.of("bash", "-c", "cd %s && %s".formatted(directory, line));
  }
}
