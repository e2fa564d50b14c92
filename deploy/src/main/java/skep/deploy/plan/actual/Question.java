package skep.deploy.plan.actual;

import java.util.Optional;
import java.util.function.Supplier;

/** Something to find out, and what came out, for questions of different kinds asked together. */
final class Question<T> {
  private final Supplier<T> source;
  private volatile Optional<T> answer = Optional.empty();

  Question(Supplier<T> source) {
    this.source = source;
  }

  void ask() {
    answer = Optional.of(source.get());
  }

  /** Only after {@link #ask} has returned. */
  T answer() {
    return answer.orElseThrow();
  }
}
