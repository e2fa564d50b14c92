package skep.deploy.github;

/** What Skep's own texts on GitHub begin with, unseen, to be found again by their subject. */
final class Marker {
  private Marker() {}

  static String of(String subject) {
    return "<!-- skep:%s -->".formatted(subject);
  }
}
