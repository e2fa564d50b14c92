package skep.deploy.stack.schema;

import skep.deploy.stack.value.GoDuration;
import skep.deploy.stack.value.ShortPort;

/** Text that must also read as something. */
enum Format {
  DURATION("a duration like 10s, 1m30s or 500ms") {
    @Override
    boolean fits(String text) {
      return GoDuration.parse(text).isPresent();
    }
  },
  PORT("a port like 80, 8080:80, 8000-8002:80-82 or 53:53/udp") {
    @Override
    boolean fits(String text) {
      return ShortPort.parse(text).isPresent();
    }
  };

  final String what;

  Format(String what) {
    this.what = what;
  }

  abstract boolean fits(String text);
}
