package skep.deploy.simulated;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import skep.deploy.swarm.ImageDigest;

/** What a reference stands for in a registry that has every image: always the same digest. */
final class Digests {
  private Digests() {}

  static ImageDigest of(String image, int timesMoved) {
    int at = image.indexOf('@');
    var digest = at >= 0 ? image.substring(at + 1) : "sha256:" + hash(image + "#" + timesMoved);
    return new ImageDigest(digest, List.of("linux/amd64"));
  }

  private static String hash(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
