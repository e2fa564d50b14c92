package skep.deploy.bucket;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An upload in parts that nobody has finished: its parts are paid for, and no listing shows them.
 *
 * @param key from the repository's root on
 * @param id the server's name of the upload
 * @param begun empty where the server does not say
 * @param bytes that have arrived; empty where the server does not say
 */
public record UnfinishedUpload(
    String key, String id, Optional<Instant> begun, OptionalLong bytes) {}
