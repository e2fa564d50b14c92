package skep.deploy.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryAddressTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          s3:https://x.r2.cloudflarestorage.com/backups, https://x.r2.cloudflarestorage.com, backups, ''
          s3:https://x.r2.cloudflarestorage.com/backups/, https://x.r2.cloudflarestorage.com, backups, ''
          s3:https://host:9000/backups/ops/restic, https://host:9000, backups, ops/restic/
          s3:http://127.0.0.1:1234/bkt, http://127.0.0.1:1234, bkt, ''
          s3:HTTPS://host/bkt, https://host, bkt, ''
          s3:host/bkt, https://host, bkt, ''
          s3:host:9000/bkt/a, https://host:9000, bkt, a/
          s3://host/bkt/a/, https://host, bkt, a/
          s3:s3.amazonaws.com/my.bucket//a//b/, https://s3.amazonaws.com, my.bucket, a/b/
          """)
  void aBucketIsReadAsResticReadsIt(String written, URI endpoint, String bucket, String prefix) {
    assertThat(RepositoryAddress.parse(written))
        .isEqualTo(new RepositoryAddress.InBucket(endpoint, bucket, prefix));
  }

  @Test
  void whatIsReadIsWrittenForResticAgain() {
    assertThat(RepositoryAddress.parse("s3:host:9000/bkt/a/b/").restic())
        .isEqualTo("s3:https://host:9000/bkt/a/b");
    assertThat(RepositoryAddress.parse("/srv/backups/").restic()).isEqualTo("/srv/backups");
    assertThat(RepositoryAddress.parse("sftp:ops@host:/srv").restic())
        .isEqualTo("sftp:ops@host:/srv");
  }

  @Test
  void aFolderIsAFolder() {
    assertThat(RepositoryAddress.parse("/srv/my backups/-x"))
        .isEqualTo(new RepositoryAddress.InFolder(Path.of("/srv/my backups/-x")));
    assertThat(RepositoryAddress.parse("local:/srv/a"))
        .isEqualTo(new RepositoryAddress.InFolder(Path.of("/srv/a")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sftp:ops@host:/srv",
        "sftp://ops@host:2222//srv",
        "rest:https://host:8000/",
        "b2:bucket:path",
        "rclone:remote:path"
      })
  void whatElseResticReachesIsTakenAsItIs(String address) {
    assertThat(RepositoryAddress.parse(address)).isEqualTo(new RepositoryAddress.Other(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3:https://AKIA:hunter2-secret@host/bucket",
        "s3:https://hunter2-secret@host/bucket",
        "s3:https://AKIA:hunter2-secret@with@at@host/bucket",
        "s3:AKIA:hunter2-secret@host/bucket",
        "s3://AKIA:hunter2-secret@host/bucket",
        "S3:https://AKIA:hunter2-secret@host/bucket",
        "rest:https://ops:hunter2-secret@host:8000/",
        "sftp://ops:hunter2-secret@host//srv"
      })
  void aPasswordInTheAddressIsRefusedAndNotRepeated(String address) {
    assertThatThrownBy(() -> RepositoryAddress.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageContaining("holds a user or password: take it out")
        .hasMessageContaining("rotate")
        .hasMessageContaining("***@host")
        .hasMessageNotContaining("hunter2");
    assertThat(RepositoryAddress.redacted(address)).doesNotContain("hunter2").contains("***@host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3:https://AKIA:hunter2/secret@host/bucket",
        "s3:https://AKIA:hunter2 secret@host/bucket",
        "s3:https://AKIA:80/hunter2@host/bucket"
      })
  void aPasswordThatIsNoPartOfAnAddressIsNotRepeatedEither(String address) {
    assertThatThrownBy(() -> RepositoryAddress.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageContaining("***@host")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aFolderOfABucketMayHoldAnAtSign() {
    assertThat(RepositoryAddress.parse("s3:host/bucket/a@b").redacted())
        .isEqualTo("s3:https://host/bucket/a@b");
  }

  @Test
  void aSignedLinkIsNoAddressAndNotRepeated() {
    assertThatThrownBy(
            () -> RepositoryAddress.parse("s3:https://host/bucket?X-Amz-Signature=abcdef"))
        .hasMessageContaining("'https://host/bucket?***' is no address of a bucket")
        .hasMessageNotContaining("abcdef");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3:host/ab", "s3:https://host/ab/prefix", "s3:host/-abc"})
  void aBucketResticWouldNotTakeIsRefused(String address) {
    assertThatThrownBy(() -> RepositoryAddress.parse(address))
        .hasMessageContaining("is no name of a bucket: 3 to 63");
  }

  @Test
  void anAddressWithoutABucketSaysWhatToWrite() {
    assertThatThrownBy(() -> RepositoryAddress.parse("s3:https://host"))
        .hasMessageContaining("names no bucket: write s3:https://host/bucket");
    assertThatThrownBy(() -> RepositoryAddress.parse("s3:https://host:99999999/b c"))
        .hasMessageContaining("is no address of a bucket");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "backups", "../backups", "https://host/bucket", "-r", "ftp:host"})
  void whatIsNoAddressIsRefusedWithAnExample(String address) {
    assertThatThrownBy(() -> RepositoryAddress.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no address of a restic repository")
        .hasMessageContaining("s3:https://host/bucket");
  }
}
