/**
 * The objects a restic repository is made of, as they lie in a bucket or a folder: what is there,
 * how much of it, what is missing, and whether the bucket's own rules let restic do its work.
 *
 * <p>Must not know what is in the objects, when backups are made, nor a vendor's library: a bucket
 * is reached through {@link skep.deploy.bucket.RepositoryObjects}.
 */
package skep.deploy.bucket;
