package skep.secrets.repository;

import java.util.List;
import java.util.SortedMap;
import skep.secrets.openpgp.Fingerprint;
import skep.secrets.openpgp.PublicKey;

/**
 * The repository that holds a team's infrastructure. Every call has a deadline; a remote that stops
 * answering ends in a {@link RepositoryException}, never in a hang.
 */
public interface EstateRepository extends AutoCloseable {
  /**
   * The newest commit a ref stands for: a branch, a tag, a full or abbreviated commit id, {@code
   * pull/7} for a pull request, or the empty string for the default branch. Remote repositories are
   * fetched first.
   *
   * @throws RepositoryException where there is no such ref or the remote does not answer
   */
  CommitId resolve(String ref);

  /** The files of a commit that {@link #resolve} returned. */
  FileTree tree(CommitId commit);

  /** Whether {@code older} is {@code newer} or one of its ancestors; false after a forced push. */
  boolean contains(CommitId newer, CommitId older);

  /** Which commits up to this one changed a file, the newest first, so many at the most. */
  List<Revision> history(CommitId newest, String path, int most);

  /**
   * What commits expose that {@code newest} has and {@code older} has not, and {@code newest} as it
   * stands: what was put right again counts too, for whoever fetches has it. The oldest first.
   */
  List<Exposure> exposures(CommitId older, CommitId newest);

  /** The newest commits of pull requests, by number, as the remote names them; closed ones too. */
  SortedMap<Integer, CommitId> pullRequests();

  /**
   * Commits a change to the default branch and publishes it, encrypted where the estate's {@code
   * .gitattributes} say so. Where the branch moved meanwhile, the change is put upon its newest
   * commit; what was changed on both sides is merged.
   *
   * @return the commit that has the change; the newest one where everything was so already
   * @throws ConflictException where somebody else's change contradicts it: nothing is done
   * @throws LockedFileException where a file's key is not at hand
   */
  CommitId commit(EstateChange change, ConflictMerge merge);

  /**
   * As {@link #commit}, to a branch of its own that somebody merges.
   *
   * @param branch a name no branch has yet
   * @throws RepositoryException where one has
   */
  CommitId propose(EstateChange change, ConflictMerge merge, String branch);

  /**
   * Gives a person's GPG key the estate's keys, and keeps their public key for the next time there
   * is a new one; of somebody who is a recipient already, only that.
   *
   * @throws RecipientException where no key is at hand
   * @throws skep.secrets.openpgp.OpenPgpException where nothing may be encrypted to that key
   */
  CommitId addRecipient(PublicKey recipient, EstateChange.Author author);

  /**
   * Takes a person off the recipients: every file they could read is encrypted with a new key, in
   * one commit. What older commits hold they can read for ever.
   *
   * @throws RecipientException where they are none, or the new key could not reach somebody else
   */
  Removal removeRecipient(Fingerprint recipient, EstateChange.Author author);

  @Override
  void close();
}
