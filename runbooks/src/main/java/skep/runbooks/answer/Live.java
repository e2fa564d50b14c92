package skep.runbooks.answer;

/**
 * What a look at the Swarm said. No command in it is one to be typed: whoever can write a log line
 * could have put it there.
 *
 * @param about what was looked at and when, on one line
 */
record Live(int number, String about, String text) implements Source {
  @Override
  public boolean has(String command) {
    return false;
  }

  @Override
  public double covers(String sentence) {
    return Words.share(sentence, about + "\n" + text);
  }

  @Override
  public String fenced() {
    return Fence.around(number, about, text);
  }
}
