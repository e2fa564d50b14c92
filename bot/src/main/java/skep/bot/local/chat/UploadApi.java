package skep.bot.local.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files, in the two steps of the real server: what is sent is nobody's message until it is
 * confirmed.
 */
final class UploadApi {
  /** A tenth of Rocket.Chat's default: everything is kept in memory here. */
  static final int MAX_SIZE = 10_000_000;

  private static final int PNG_HEADER = 24;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ChatStore store;
  private final Accounts accounts;
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  private record Upload(
      String roomId, Account by, String name, String type, byte[] content, boolean confirmed) {
    Upload confirm() {
      return new Upload(roomId, by, name, type, content, true);
    }
  }

  UploadApi(ChatStore store, Accounts accounts) {
    this.store = store;
    this.accounts = accounts;
  }

  void register(RoutesConfig routes, Rest rest) {
    rest.post("rooms.media/{rid}", this::media);
    rest.post("rooms.mediaConfirm/{rid}/{file}", this::confirm);
    routes.get("/file-upload/{file}/{name}", this::download);
  }

  /** What a file that was posted under this name holds. */
  Optional<byte[]> content(String name) {
    return uploads.values().stream()
        .filter(upload -> upload.confirmed() && upload.name().equals(name))
        .map(Upload::content)
        .findFirst();
  }

  private ObjectNode media(Call call) {
    ChatRoom room = room(call);
    UploadedFile file = call.ctx().uploadedFile("file");
    if (file == null) {
      throw new ApiError(400, "error-no-file", "No file uploaded");
    }
    if (file.size() > MAX_SIZE) {
      throw new ApiError(413, "error-file-too-large", "File exceeds allowed size");
    }
    String id = Ids.random();
    String type = Optional.ofNullable(file.contentType()).orElse("application/octet-stream");
    uploads.put(id, new Upload(room.id(), call.by(), file.filename(), type, bytes(file), false));
    ObjectNode answer = JSON.objectNode();
    answer.putObject("file").put("_id", id).put("url", path(id, file.filename()));
    return answer;
  }

  private ObjectNode confirm(Call call) {
    ChatRoom room = room(call);
    ObjectNode body =
        call.body(
            Set.of(
                "msg",
                "description",
                "tmid",
                "groupable",
                "fileName",
                "fileContent",
                "content",
                "t"));
    String id = call.ctx().pathParam("file");
    Upload upload =
        Optional.ofNullable(uploads.get(id))
            .filter(one -> one.by().equals(call.by()) && one.roomId().equals(room.id()))
            .orElseThrow(() -> new ApiError(400, "invalid-file", "invalid-file"));
    uploads.put(id, upload.confirm());
    ObjectNode extras = JSON.objectNode();
    extras.putObject("file").put("_id", id).put("name", upload.name()).put("type", upload.type());
    ArrayNode attachments = extras.putArray("attachments");
    ObjectNode attachment = attachments.addObject().put("type", "file");
    attachment
        .put("title", upload.name())
        .put("title_link", path(id, upload.name()))
        .put("title_link_download", true);
    if (upload.type().startsWith("image/")) {
      image(upload, path(id, upload.name()), attachment);
    } else {
      attachment.put("size", upload.content().length);
    }
    Call.optional(body, "description").ifPresent(text -> attachment.put("description", text));
    ChatStore.Draft draft =
        new ChatStore.Draft(
            Ids.random(),
            room.id(),
            Call.optional(body, "msg").orElse(""),
            Call.optional(body, "tmid"),
            Map.of("file", extras.get("file"), "attachments", attachments));
    StoredMessage sent = store.send(call.by(), draft).orElseThrow();
    return JSON.objectNode().set("message", Documents.ISO.message(sent, accounts));
  }

  private static void image(Upload upload, String path, ObjectNode attachment) {
    attachment
        .put("image_url", path)
        .put("image_type", upload.type())
        .put("image_size", upload.content().length);
    if (upload.type().equals("image/png") && upload.content().length > PNG_HEADER) {
      // Its first chunk begins with both.
      ByteBuffer png = ByteBuffer.wrap(upload.content());
      attachment
          .putObject("image_dimensions")
          .put("width", png.getInt(PNG_HEADER - 8))
          .put("height", png.getInt(PNG_HEADER - 4));
    }
  }

  /** Whoever knows the id, which nobody can guess. */
  private void download(Context ctx) {
    Optional<Upload> upload =
        Optional.ofNullable(uploads.get(ctx.pathParam("file"))).filter(Upload::confirmed);
    if (upload.isEmpty()) {
      ctx.status(404);
      return;
    }
    ctx.header("Content-Disposition", "attachment")
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
        .contentType(upload.get().type())
        .result(upload.get().content());
  }

  private ChatRoom room(Call call) {
    return store
        .room(call.ctx().pathParam("rid"))
        .filter(room -> room.readableBy(call.by()))
        .orElseThrow(ApiError::notAllowed);
  }

  private static String path(String id, String name) {
    return "/file-upload/%s/%s".formatted(id, URLEncoder.encode(name, UTF_8));
  }

  private static byte[] bytes(UploadedFile file) {
    try (InputStream in = file.content()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
