package skep.secrets.mangled;

/** How many of the million and more cases each reader gets: most where one takes least. */
public enum Share {
  ENCRYPTED_BLOB(400_000, 100_000, 20),
  KEY_FILE(350_000, 20_000, 20),
  ATTRIBUTES(150_000, 100_000, 500),
  RECIPIENT_PATH(100_000, 10_000, 20),
  PUBLIC_KEY(40_000, 300_000, 500),
  SECRET_KEY(10_000, 300_000, 500),
  MESSAGE(10_000, 1_000_000, 500);

  private final int cases;
  private final long allowance;
  private final int perByte;

  /**
   * @param allowance bytes that may be allocated for any case
   * @param perByte and besides for each byte of it
   */
  Share(int cases, long allowance, int perByte) {
    this.cases = cases;
    this.allowance = allowance;
    this.perByte = perByte;
  }

  public int cases() {
    return cases;
  }

  long mayAllocate(byte[] input) {
    return allowance + (long) perByte * input.length;
  }
}
