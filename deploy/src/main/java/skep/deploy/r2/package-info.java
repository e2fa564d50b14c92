/**
 * Buckets over the S3 protocol, as Cloudflare R2 speaks it and as others do.
 *
 * <p>Knows the AWS library. Must not know what restic keeps in a bucket, nor when it is looked at.
 */
package skep.deploy.r2;
