package skep.runbooks.index.qdrant;

import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import skep.runbooks.index.PassageIndex.IndexException;

/** What gRPC and Qdrant say, as what a person can do something about; never with the API key. */
final class QdrantErrors {
  private final QdrantOptions options;

  QdrantErrors(QdrantOptions options) {
    this.options = options;
  }

  IndexException translated(String doing, Duration within, Status status, Throwable cause) {
    String said = said(status);
    String message =
        switch (status.getCode()) {
          case UNAVAILABLE -> unreachable(status, said);
          case DEADLINE_EXCEEDED ->
              ("did not answer within %d s: is it overloaded, or does something on the way drop what"
                      + " is sent there?")
                  .formatted(within.toSeconds());
          case UNAUTHENTICATED -> unknown(said);
          case PERMISSION_DENIED ->
              ("does not let the API key do this (%s): Skep makes and deletes collections and moves"
                      + " an alias, and needs in QDRANT_API_KEY a key that may")
                  .formatted(said);
          case UNIMPLEMENTED ->
              ("does not know this call (%s): Skep needs Qdrant 1.16 or later, and the port of its"
                      + " gRPC, 6334 by default")
                  .formatted(said);
          case RESOURCE_EXHAUSTED ->
              "has no room for this (%s): see its disk, its memory and its limits".formatted(said);
          default -> refused(status, said);
        };
    return new IndexException(
        "could not %s: Qdrant at %s %s".formatted(doing, options.address(), message), cause);
  }

  /**
   * @param what is wrong with it, as in {@code has no vectors of words}
   */
  IndexException unusable(String collection, String what) {
    return new IndexException(
        ("collection %s of Qdrant at %s %s, so another program made or changed it. Delete it, and Skep"
                + " makes its own; or give Skep's collections another name")
            .formatted(collection, options.address(), what));
  }

  IndexException nameTaken(String name) {
    return new IndexException(
        ("Qdrant at %s has a collection named %s, where Skep needs an alias of this name. Delete or"
                + " rename it, or give Skep's collections another name")
            .formatted(options.address(), name));
  }

  IndexException tooOld() {
    return new IndexException(
        ("Qdrant at %s keeps no metadata of collections, where Skep notes which commits they are of:"
                + " update it to 1.16 or later")
            .formatted(options.address()));
  }

  IndexException unfinished(String doing) {
    return new IndexException(
        ("could not %s: Qdrant at %s took it, but has not done it yet; it is overloaded, or its disk"
                + " is slow. It is tried again with the next synchronisation")
            .formatted(doing, options.address()));
  }

  private String unreachable(Status status, String said) {
    Optional<Throwable> tls =
        causes(status).filter(cause -> cause instanceof SSLException).findFirst();
    if (options.tls() && tls.isPresent()) {
      return ("does not agree on TLS (%s): write http:// in QDRANT_URL if it speaks none; if its"
              + " certificate is not of a public authority, Java's trust store must have it")
          .formatted(tls.orElseThrow().getMessage());
    }
    return ("cannot be reached (%s): does it run, and does its gRPC listen there? That is port 6334"
            + " by default, while 6333 is for HTTP; QDRANT_URL says where")
        .formatted(said);
  }

  private String unknown(String said) {
    return options.apiKey().isPresent()
        ? "does not accept the API key (%s): QDRANT_API_KEY must be what its service.api_key says"
            .formatted(said)
        : "asks for an API key (%s): put it into QDRANT_API_KEY".formatted(said);
  }

  private String refused(Status status, String said) {
    if (said.contains("First received frame was not SETTINGS")) {
      return unreachable(status, "no gRPC is spoken there");
    }
    return otherVectors(said) ? foreign(said) : "refused: " + said;
  }

  /** Qdrant has one code for all that is wrong with a request; its words tell them apart. */
  private static boolean otherVectors(String said) {
    return said.contains("Vector dimension error") || said.contains("Not existing vector name");
  }

  private static String foreign(String said) {
    return ("refused: %s. The collection is of another model or another program: index the runbooks"
            + " again; if that does not help, delete the collection, and Skep makes its own")
        .formatted(said);
  }

  /** The innermost words: around them gRPC says only {@code io exception}. */
  private String said(Status status) {
    String words =
        Optional.ofNullable(status.getCause())
            .flatMap(_ -> causes(status).reduce((_, inner) -> inner))
            .map(Throwable::getMessage)
            .or(() -> Optional.ofNullable(status.getDescription()))
            .orElse(status.getCode().name());
    return options.apiKey().map(key -> words.replace(key, "…")).orElse(words);
  }

  private static Stream<Throwable> causes(Status status) {
    return Stream.iterate(status.getCause(), cause -> cause != null, Throwable::getCause);
  }
}
