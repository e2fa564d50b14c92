package skep.deploy.bucket;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A fault, which requests it happens to, and how often. */
public final class Injection {
  private final Fault fault;
  private final Predicate<S3Request> which;
  private final int most;
  private final AtomicInteger happened = new AtomicInteger();

  Injection(Fault fault, Predicate<S3Request> which, int most) {
    this.fault = fault;
    this.which = which;
    this.most = most;
  }

  /** How many requests it has happened to. */
  public int happened() {
    return happened.get();
  }

  boolean happensTo(S3Request request) {
    return which.test(request)
        && happened.getAndUpdate(times -> times < most ? times + 1 : times) < most;
  }

  Fault fault() {
    return fault;
  }
}
