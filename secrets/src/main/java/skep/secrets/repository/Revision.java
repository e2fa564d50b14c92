package skep.secrets.repository;

import java.time.Instant;

/**
 * One commit that changed a file.
 *
 * @param author the name it was committed under, which its author chose
 * @param subject the first line of its message
 */
public record Revision(CommitId commit, String author, Instant when, String subject) {}
