package skep.runbooks.index.qdrant;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Lets in whoever has the key, in the header that Qdrant reads it from. */
final class KeyCheck implements ServerInterceptor {
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER);

  private final String key;

  KeyCheck(String key) {
    this.key = key;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String given = headers.get(HEADER);
    if (key.equals(given)) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            given == null
                ? "Must provide an API key or an Authorization bearer token"
                : "Invalid API key or JWT"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
