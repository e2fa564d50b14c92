package skep.deploy.incident;

import skep.deploy.release.Release.Actor;

/** What somebody says about an incident for as long as it stands there, such as a reaction. */
public record Mark(Sign sign, Actor by) {
  /** What it means. */
  public enum Sign {
    /** Somebody looks after it. */
    ACKNOWLEDGE,
    /** Nobody is to be called for a day. */
    SILENCE
  }

  /** Of the same person and meaning; names are freed and taken. */
  String id() {
    return sign + " " + by.id();
  }
}
