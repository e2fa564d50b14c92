package skep.secrets.desk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page's own files. */
final class Ui {
  private static final Map<String, String> TYPES =
      Map.of(
          "/", "text/html; charset=utf-8",
          "/desk.css", "text/css; charset=utf-8",
          "/desk.js", "text/javascript; charset=utf-8",
          "/icon.svg", "image/svg+xml");

  private Ui() {}

  static Optional<Answer> file(String path) {
    return Optional.ofNullable(TYPES.get(path))
        .map(type -> new Answer(200, type, bytes(path), List.of()));
  }

  private static byte[] bytes(String path) {
    String name = path.equals("/") ? "/index.html" : path;
    try (InputStream in = Ui.class.getResourceAsStream("ui" + name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file ui" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
