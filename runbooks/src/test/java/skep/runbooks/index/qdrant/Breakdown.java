package skep.runbooks.index.qdrant;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Kills the server at a chosen call, before or after it is done; its caller hears nothing. */
final class Breakdown implements ServerInterceptor {
  private final Runnable die;
  private final List<String> calls = new ArrayList<>();
  private String method = "";
  private int left;
  private boolean after;

  Breakdown(Runnable die) {
    this.die = die;
  }

  synchronized void before(String method, int nth) {
    this.method = method;
    this.left = nth;
    this.after = false;
  }

  synchronized void after(String method, int nth) {
    before(method, nth);
    this.after = true;
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  private synchronized boolean hits(String called) {
    calls.add(called);
    return called.equals(method) && --left == 0;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!hits(Objects.requireNonNull(call.getMethodDescriptor().getBareMethodName()))) {
      return next.startCall(call, headers);
    }
    if (!after) {
      die.run();
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void sendHeaders(Metadata ignored) {
            die.run();
          }

          @Override
          public void sendMessage(A ignored) {
            // It is done, and the answer is lost with the connection.
          }

          @Override
          public void close(Status ignored, Metadata trailers) {
            // Nobody is there any more.
          }
        },
        headers);
  }
}
