package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the two realtime servers do differently; one of them for each conversation. */
interface Manners {
  /** Said before the client says anything. */
  Optional<ObjectNode> greeting();

  String newSession();

  /** Whether they get on with what a client's {@code connect} offers. */
  boolean understands(JsonNode connect);

  void notJson(DdpSession.Wire wire);

  void notConnected(DdpSession.Wire wire, JsonNode frame);

  void connectedAlready(DdpSession.Wire wire, JsonNode frame);

  /** Whether a subscription under an id that is taken is made anew, and not passed over. */
  boolean subscribesAgain();

  /** Whether ending a subscription that does not exist is answered. */
  boolean confirmsUnknown();

  /** Whether anything but {@code resume} signs in over this connection. */
  boolean takesPasswords();

  /** Whether it counts what one connection asks for. */
  boolean countsCalls();

  /**
   * The frames that answer a method, in their order.
   *
   * @param result the frame, {@code result} or {@code error} in it
   * @param data what is sent unasked after signing in
   */
  List<ObjectNode> answer(ObjectNode result, ObjectNode updated, Optional<ObjectNode> data);

  /** After the answer to {@code logout}. */
  void signedOut(DdpSession.Wire wire);

  /** A client silent for this long is asked; after as long again it is hung up on. */
  Duration silence();

  /** The status a silent client is hung up with. */
  int silentStatus();

  /** Whether a client that has said nothing yet is asked at once. */
  boolean asksAtOnce();
}
