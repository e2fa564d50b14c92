package skep.bot.library;

import java.util.Map;

/** What a runbook names and no test can run, each with the reason. */
final class Elsewhere {
  /** Programs, by their name without a folder. */
  static final Map<String, String> PROGRAMS =
      Map.of(
          "weed", "SeaweedFS; in its containers, and on the machine for backups",
          "mongosh", "MongoDB's shell; in the database's containers",
          "mongorestore", "MongoDB's tools; in the database's image",
          "kcadm.sh", "Keycloak's command line; in its image",
          "hcloud", "asks Hetzner Cloud, with the team's token",
          "rclone", "copies the bucket, with the team's key",
          "java", "Skep's own runtime, in its image");

  /** Commands of a program that is here, in versions that are newer than Debian's may be. */
  static final Map<String, String> NEWER =
      Map.of(
          "restic repair index", "since restic 0.16; rebuild-index before",
          "restic repair packs", "since restic 0.16",
          "restic repair snapshots", "since restic 0.16");

  private Elsewhere() {}
}
