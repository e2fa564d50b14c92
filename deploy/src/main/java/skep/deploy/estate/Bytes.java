package skep.deploy.estate;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.deploy.yaml.Fields;

/** Sizes as Docker reads them: {@code 1GB} and {@code 1GiB} are both 1024³ bytes. */
final class Bytes {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8}) ?([KMGT]?)i?B");
  private static final int UNIT = 10;

  private Bytes() {}

  static Optional<Long> read(Fields fields, String key) {
    Optional<String> text = fields.text(key);
    Optional<Long> bytes = text.map(SIZE::matcher).filter(Matcher::matches).map(Bytes::size);
    if (text.isPresent() && bytes.isEmpty()) {
      fields.problem(fields.markOf(key), fields.path(key) + " must be a size such as 500MB or 1GB");
    }
    return bytes;
  }

  private static long size(Matcher size) {
    int power = size.group(2).isEmpty() ? 0 : "KMGT".indexOf(size.group(2)) + 1;
    return Long.parseLong(size.group(1)) << (UNIT * power);
  }
}
