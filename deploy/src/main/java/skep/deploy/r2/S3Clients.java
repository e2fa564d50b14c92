package skep.deploy.r2;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.deploy.bucket.BucketCredentials;
import skep.secrets.redaction.SecretValue;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * Set as R2 wants it (its pages "S3 API compatibility" and "aws-sdk-java"): region {@code auto},
 * the bucket in the path, no body signed in chunks, no checksum where none is required. Nothing is
 * taken from the environment or from files of a home directory.
 */
final class S3Clients {
  private static final Pattern AWS =
      Pattern.compile(
          "s3[.-](?:dualstack\\.)?([a-z]+(?:-[a-z]+)+-\\d)\\.amazonaws\\.com(?:\\.cn)?");

  private S3Clients() {}

  static S3Client open(
      URI endpoint, BucketCredentials credentials, S3Limits limits, RequestCount count) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(limits.region().orElseGet(() -> region(endpoint.getHost()))))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(text(credentials.id()), text(credentials.secret()))))
        .serviceConfiguration(
            S3Configuration.builder()
                .pathStyleAccessEnabled(true)
                .chunkedEncodingEnabled(false)
                .build())
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClient(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(limits.connect())
                .socketTimeout(limits.silence())
                .build())
        .overrideConfiguration(override ->
            override
                .defaultProfileFile(ProfileFile.aggregator().build())
                .apiCallTimeout(limits.call())
                .retryStrategy(
                    DefaultRetryStrategy.standardStrategyBuilder()
                        .maxAttempts(limits.attempts())
                        .retryOnException(S3Errors::brokeOff)
                        .build())
                .addExecutionInterceptor(count))
        .build();
  }

  /** Amazon's own servers take no {@code auto}; their names say where they are. */
  static String region(String host) {
    Matcher aws = AWS.matcher(host);
    if (aws.matches()) {
      return aws.group(1);
    }
    return host.endsWith(".amazonaws.com") ? "us-east-1" : "auto";
  }

  private static String text(SecretValue value) {
    return new String(value.reveal(), StandardCharsets.UTF_8).strip();
  }
}
