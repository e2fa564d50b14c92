package skep.deploy.bucket;

/**
 * What has been asked of a bucket so far, every attempt counted but what the JDK repeats by itself.
 * The classes are those R2 charges for (its page "Pricing"): A lists and writes, B reads, deleting
 * and aborting are free.
 *
 * @param classA lists, writes and everything about uploads in parts
 * @param classB reads of objects and of settings
 * @param free deletes and aborts
 * @param received bytes of answers' bodies, errors included: the egress
 * @param sent bytes of objects put
 */
public record Requests(long classA, long classB, long free, long received, long sent) {
  public static final Requests NONE = new Requests(0, 0, 0, 0, 0);

  public Requests plus(Requests more) {
    return new Requests(
        classA + more.classA,
        classB + more.classB,
        free + more.free,
        received + more.received,
        sent + more.sent);
  }

  /** What came since this earlier count. */
  public Requests since(Requests earlier) {
    return new Requests(
        classA - earlier.classA,
        classB - earlier.classB,
        free - earlier.free,
        received - earlier.received,
        sent - earlier.sent);
  }
}
