/**
 * A real S3 server for tests ({@link skep.deploy.bucket.S3Server}), and before it a proxy that does
 * what buckets do on bad days ({@link skep.deploy.bucket.FaultProxy}). Also published to the tests
 * of other modules, which then need {@code org.gaul:s3proxy} of their own.
 */
package skep.deploy.bucket;
