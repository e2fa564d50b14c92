package skep.secrets.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What goes back.
 *
 * @param headers beside those every answer has
 */
record Answer(int status, String type, byte[] body, List<Map.Entry<String, String>> headers) {
  Answer {
    headers = List.copyOf(headers);
  }

  static Answer json(int status, ObjectNode body) {
    return new Answer(
        status, "application/json; charset=utf-8", body.toString().getBytes(UTF_8), List.of());
  }

  static Answer nothing(int status) {
    return new Answer(status, "", new byte[0], List.of());
  }

  static Answer redirect(String where) {
    return nothing(303).with("Location", where);
  }

  Answer with(String header, String value) {
    List<Map.Entry<String, String>> all = new ArrayList<>(headers);
    all.add(Map.entry(header, value));
    return new Answer(status, type, body, all);
  }
}
