package skep.secrets.repository;

import java.util.Optional;

/** Brings together two changes of one file; what the file means only the merge knows. */
public interface ConflictMerge {
  /** Refuses every one. */
  ConflictMerge NONE = (path, base, theirs, ours) -> Optional.empty();

  /**
   * @param base before both changes; empty where the file was not there
   * @param theirs what is there by now; empty where it was removed
   * @param ours what was asked for; empty where it is to be removed
   * @return the content with both changes; empty where they contradict each other
   */
  Optional<byte[]> merge(
      String path, Optional<byte[]> base, Optional<byte[]> theirs, Optional<byte[]> ours);
}
