package skep.runbooks.index.qdrant;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.function.Supplier;

/** Qdrant's refusals, with its codes and in its words. */
final class Refusals {
  private Refusals() {}

  static <A> void answer(StreamObserver<A> caller, Supplier<A> answer) {
    try {
      caller.onNext(answer.get());
      caller.onCompleted();
    } catch (StatusRuntimeException e) {
      caller.onError(e);
    }
  }

  static StatusRuntimeException noCollection(String name) {
    return refusal(Status.NOT_FOUND, "Not found: Collection `%s` doesn't exist!".formatted(name));
  }

  static StatusRuntimeException collectionExists(String name) {
    return refusal(
        Status.ALREADY_EXISTS, "Wrong input: Collection `%s` already exists!".formatted(name));
  }

  static StatusRuntimeException wrongInput(String what) {
    return refusal(Status.INVALID_ARGUMENT, "Wrong input: " + what);
  }

  static StatusRuntimeException noVector(String name) {
    return wrongInput("Not existing vector name error: " + name);
  }

  static StatusRuntimeException dimensions(int expected, int got, String suffix) {
    return wrongInput(
        "Vector dimension error: expected dim: %d, got %d%s".formatted(expected, got, suffix));
  }

  static StatusRuntimeException badRequest(String what) {
    return refusal(Status.INVALID_ARGUMENT, "Bad request: " + what);
  }

  static StatusRuntimeException invalid(String what) {
    return refusal(Status.INVALID_ARGUMENT, "Validation error in body: [%s]".formatted(what));
  }

  static StatusRuntimeException malformed(String what) {
    return refusal(Status.INVALID_ARGUMENT, what);
  }

  /** What this server would have to pass over, it refuses. */
  static void onlyKnown(Message request, String... fields) {
    Set<String> known = Set.of(fields);
    for (FieldDescriptor field : request.getAllFields().keySet()) {
      if (!known.contains(field.getName())) {
        throw refusal(
            Status.UNIMPLEMENTED,
            "this server does not know %s.%s"
                .formatted(request.getDescriptorForType().getName(), field.getName()));
      }
    }
  }

  private static StatusRuntimeException refusal(Status status, String words) {
    return status.withDescription(words).asRuntimeException();
  }
}
