package skep.secrets.desk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import skep.secrets.desk.DeskWork.Listing;
import skep.secrets.desk.DeskWork.Row;
import skep.secrets.desk.DeskWork.Step;
import skep.secrets.redaction.SecretValue;
import skep.secrets.vault.SecretName;

/** What the page is told, as JSON. */
final class Views {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Views() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static ObjectNode error(String message) {
    return object().put("error", message);
  }

  static ObjectNode session(Optional<Session> session, boolean canSignIn) {
    ObjectNode view = object().put("signedIn", session.isPresent()).put("canSignIn", canSignIn);
    session.ifPresent(one -> {
      view.put("person", one.person().name()).put("csrf", one.csrf());
      one.only().ifPresent(name -> view.set("only", name(object(), name)));
    });
    return view;
  }

  static ObjectNode listing(Listing listing, List<Row> rows) {
    ObjectNode view = object().put("commit", listing.commit().sha());
    ArrayNode secrets = view.putArray("secrets");
    rows.forEach(row -> secrets.add(row(row)));
    return view;
  }

  private static ObjectNode row(Row row) {
    ObjectNode view = name(object(), row.name());
    view.put("locked", row.locked()).put("generated", row.generated());
    row.changed().ifPresent(step -> view.set("changed", step(step)));
    row.expires().ifPresent(day -> view.put("expires", day.toString()));
    row.stacks().forEach(view.putArray("stacks")::add);
    row.waiting().forEach(view.putArray("waiting")::add);
    return view;
  }

  private static ObjectNode name(ObjectNode view, SecretName name) {
    view.put("path", name.path());
    name.key().ifPresent(key -> view.put("key", key.toString()));
    return view;
  }

  static ObjectNode steps(List<Step> steps) {
    ObjectNode view = object();
    ArrayNode all = view.putArray("steps");
    steps.forEach(step -> all.add(step(step)));
    return view;
  }

  static ObjectNode step(Step step) {
    return object()
        .put("commit", step.commit().sha())
        .put("when", step.when().toString())
        .put("who", step.who())
        .put("what", step.what());
  }

  /** As text where it is some, else as base64. */
  static ObjectNode value(SecretValue value) {
    byte[] bytes = value.reveal();
    try {
      return object()
          .put(
              "value",
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return object().put("base64", Base64.getEncoder().encodeToString(bytes));
    }
  }
}
