package skep.deploy.restic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How restic ended. As its chapter on scripting has it; 10, 11 and 12 are told since 0.17, by the
 * text before. A status of a newer version is a failure, as restic asks for.
 */
public enum ExitStatus {
  DONE("restic came to its end", "nothing"),
  INCOMPLETE(
      "restic did a part of it: files could not be read, or snapshots could not be removed",
      "look at the list of files; make them readable, or exclude them"),
  FAILED("restic failed", "look at its last lines"),
  NO_REPOSITORY(
      "there is no repository at this address",
      "correct the address in skep.yaml, or make the repository with restic init"),
  DENIED(
      "the storage does not let Skep in",
      "put keys that are valid, and may read, write and delete, into the file of credentials"),
  LOCKED(
      "another run has locked the repository",
      "wait for that run; Skep removes a lock whose owner is proven to be gone"),
  WRONG_PASSWORD(
      "the password does not open the repository",
      "put the password the repository was made with into the file of credentials"),
  NO_RESTIC(
      "there is no restic",
      "name an image in backup.image that has it; where Skep runs without a Swarm, install it: apt-get install restic"),
  INTERRUPTED(
      "restic was ended from outside before it was done",
      "run it again; look for a node that ran out of memory or was shut down");

  private static final int SIGNAL = 128;
  private static final Pattern LOCK =
      Pattern.compile(
          "(Fatal: )?(unable to create lock in backend: )?repository is already locked .*");
  private static final Pattern PASSWORD =
      Pattern.compile("(Fatal: )?(wrong password or no key found|.*: wrong password).*");
  private static final Pattern CONFIG =
      Pattern.compile("(Fatal: )?.*unable to open config file: .*");

  /** What file systems, S3 and restic say of something that is not there. */
  private static final Pattern ABSENT =
      Pattern.compile(
          "(?i).*(does not exist|no such file|not found|NoSuchKey|NoSuchBucket|\\b404\\b).*");

  /** What S3 servers and file systems say to somebody who may not. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "(?i).*(access ?denied|unauthorized|forbidden|InvalidAccessKeyId|access key id|SignatureDoesNotMatch|permission denied).*");

  private final String meaning;
  private final String remedy;

  ExitStatus(String meaning, String remedy) {
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** What happened, for people, to go on after a colon. */
  public String meaning() {
    return meaning;
  }

  /** What a person can do about it. */
  public String remedy() {
    return remedy;
  }

  /**
   * @param lines of both streams, at least the last ones
   */
  public static ExitStatus of(int code, List<String> lines) {
    return switch (code) {
      // Before 0.19 a path of the source that is not there is only told of.
      case 0 -> lines.stream().anyMatch(UnreadableFile::tellsOf) ? INCOMPLETE : DONE;
      case 1 -> byText(lines);
      case 3 -> INCOMPLETE;
      case 10 -> NO_REPOSITORY;
      case 11 -> LOCKED;
      case 12 -> WRONG_PASSWORD;
      case 127 -> NO_RESTIC;
      case 130, SIGNAL + 1, SIGNAL + 9, SIGNAL + 15 -> INTERRUPTED;
      default -> FAILED;
    };
  }

  private static ExitStatus byText(List<String> lines) {
    for (String line : lines) {
      Optional<ExitStatus> told = told(line);
      if (told.isPresent()) {
        return told.get();
      }
    }
    return FAILED;
  }

  private static Optional<ExitStatus> told(String line) {
    Optional<ObjectNode> json = JsonLine.parse(line);
    if (json.isPresent()) {
      return JsonLine.isOf(json.get(), "exit_error")
          ? json.get().path("message").asText().lines().findFirst().flatMap(ExitStatus::inWords)
          : Optional.empty();
    }
    return inWords(line);
  }

  private static Optional<ExitStatus> inWords(String line) {
    if (LOCK.matcher(line).matches()) {
      return Optional.of(LOCKED);
    }
    if (PASSWORD.matcher(line).matches()) {
      return Optional.of(WRONG_PASSWORD);
    }
    // Also said where the storage did not answer.
    if (!CONFIG.matcher(line).matches()) {
      return Optional.empty();
    }
    // First: a key that is unknown "does not exist", either.
    if (REFUSED.matcher(line).matches()) {
      return Optional.of(DENIED);
    }
    return ABSENT.matcher(line).matches() ? Optional.of(NO_REPOSITORY) : Optional.empty();
  }
}
