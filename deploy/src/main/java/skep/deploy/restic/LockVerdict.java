package skep.deploy.restic;

import java.time.Instant;

/**
 * Whether the owner of a repository's lock is provably gone. Its age proves nothing: a machine may
 * have slept, or be cut off and write on.
 */
public sealed interface LockVerdict {
  /**
   * The lock can be removed.
   *
   * @param evidence a sentence for people
   */
  record Gone(String evidence) implements LockVerdict {}

  /** It must stay. */
  record Alive(String who, Instant since) implements LockVerdict {}

  /**
   * It must stay until a person has looked.
   *
   * @param next what that person can do
   */
  record Unproven(String why, String next) implements LockVerdict {}

  static LockVerdict of(RepositoryLock lock, LockWitness witness) {
    return new LockInquiry(lock, witness).verdict();
  }
}
