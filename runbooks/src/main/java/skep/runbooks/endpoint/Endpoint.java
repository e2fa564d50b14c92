package skep.runbooks.endpoint;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.LogLevel;
import com.openai.core.Timeout;
import com.openai.credential.BearerTokenCredential;
import com.openai.errors.OpenAIInvalidDataException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import skep.runbooks.endpoint.EndpointException.Kind;
import skep.runbooks.endpoint.Incoming.Event;

/**
 * Calls one endpoint. What passes is tried once more, as long as nothing came; where it wants to be
 * left alone, it is, and whoever asks is told until when.
 */
public final class Endpoint implements AutoCloseable {
  /** For what comes after the end and can be done without. */
  private static final Duration AFTER_THE_END = Duration.ofSeconds(2);

  private final Address address;
  private final Key key;
  private final Patience patience;
  private final Failures failures;
  private final Rest rest;
  private final OpenAIClient client;

  /** Takes what comes, piece by piece, on the thread that asked. */
  public interface Taker<T> {
    /**
     * @param more whether the next piece is there already
     */
    void take(T piece, boolean more);

    /** Whether what may still come can be done without. */
    boolean isWhole();
  }

  public Endpoint(Address address, Key key, Patience patience, InstantSource clock) {
    this.address = address;
    this.key = key;
    this.patience = patience;
    this.failures = new Failures(address, key, clock);
    this.rest = new Rest(clock);
    // Retries of the library's own would wait as long as a server says, and ask again at a limit.
    this.client =
        OpenAIOkHttpClient.builder()
            .baseUrl(address.url().toString())
            .credential(BearerTokenCredential.create(key::value))
            .maxRetries(0)
            .followRedirects(false)
            .disableTelemetry(true)
            .logLevel(LogLevel.OFF)
            // But for that of connecting they are only there in case; time is kept here.
            .timeout(
                Timeout.builder()
                    .connect(patience.connect())
                    .read(patience.whole())
                    .write(patience.silence())
                    .request(patience.whole().plus(patience.silence()))
                    .build())
            .build();
  }

  public Address address() {
    return address;
  }

  /**
   * @param call asks, and hands over what comes
   * @throws EndpointException where it does not answer, or not to its end
   */
  public <T> void read(BiConsumer<OpenAIClient, Consumer<Stream<T>>> call, Taker<T> taker) {
    Optional<Duration> resting = rest.left();
    if (resting.isPresent()) {
      throw failures.resting(resting.get());
    }
    key.value();
    long end = System.nanoTime() + patience.whole().toNanos();
    Once<T> first = new Once<>(call, taker, end);
    try {
      first.read();
    } catch (EndpointException e) {
      if (first.hasBegun || !e.isPassing() || left(end).compareTo(patience.pause()) <= 0) {
        throw e;
      }
      pause();
      new Once<>(call, taker, end).read();
    }
  }

  /** The same for what comes in one piece. */
  public <T> T one(Function<OpenAIClient, T> call) {
    List<T> all = new ArrayList<>();
    read(
        (asked, come) -> come.accept(Stream.of(call.apply(asked))),
        new Taker<T>() {
          @Override
          public void take(T piece, boolean more) {
            all.add(piece);
          }

          @Override
          public boolean isWhole() {
            return !all.isEmpty();
          }
        });
    return all.getFirst();
  }

  /** An answer that was broken off by who gives it, and says so within itself. */
  public EndpointException brokenOff(String detail) {
    return failures.brokenOff(detail);
  }

  /**
   * An answer that is none.
   *
   * @param what was given
   */
  public EndpointException unfit(String what) {
    return failures.unfit(what);
  }

  private void pause() {
    try {
      Thread.sleep(patience.pause());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static EndpointException interrupted() {
    Thread.currentThread().interrupt();
    return new EndpointException(Kind.INTERRUPTED, "it was stopped before there was an answer");
  }

  private static Duration left(long end) {
    return Duration.ofNanos(end - System.nanoTime());
  }

  @Override
  public void close() {
    client.close();
  }

  /** One call. */
  private final class Once<T> {
    private final BiConsumer<OpenAIClient, Consumer<Stream<T>>> call;
    private final Taker<T> taker;
    private final long end;
    private boolean hasBegun;

    private Once(BiConsumer<OpenAIClient, Consumer<Stream<T>>> call, Taker<T> taker, long end) {
      this.call = call;
      this.taker = taker;
      this.end = end;
    }

    private void read() {
      try (Incoming<T> incoming = new Incoming<>(come -> call.accept(client, come))) {
        boolean goesOn = true;
        while (goesOn) {
          Optional<Event<T>> event = incoming.next(shortest());
          goesOn = event.isPresent() ? took(event.get(), incoming.hasMore()) : waited();
        }
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }

    private Duration shortest() {
      Duration next = taker.isWhole() ? AFTER_THE_END : patience.silence();
      return left(end).compareTo(next) < 0 ? left(end) : next;
    }

    private boolean took(Event<T> event, boolean more) {
      return switch (event) {
        case Event.Piece<T>(T piece) -> {
          hasBegun = true;
          take(piece, more);
          yield true;
        }
        case Event.End<T>() -> false;
        case Event.Broke<T>(Throwable why) -> {
          if (taker.isWhole()) {
            yield false;
          }
          EndpointException failure = failures.of(why);
          failure.again().ifPresent(rest::take);
          throw failure;
        }
      };
    }

    private void take(T piece, boolean more) {
      try {
        taker.take(piece, more);
      } catch (OpenAIInvalidDataException e) {
        // Fields are read when they are asked for; only then they turn out to be something else.
        throw failures.of(e);
      }
    }

    private boolean waited() {
      if (taker.isWhole()) {
        return false;
      }
      throw left(end).isPositive()
          ? failures.silent(patience.silence())
          : failures.endless(patience.whole());
    }
  }
}
