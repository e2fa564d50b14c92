package skep.commands.backup;

import skep.commands.planning.Estates.EstateAt;
import skep.deploy.backup.Backups;
import skep.deploy.estate.BackupPolicy;

/** Backups as a commit of the estate wants them, with what opens the repository. */
@FunctionalInterface
public interface BackupsAt {
  /**
   * @throws skep.commands.chat.SetupException where the estate lacks what they need
   */
  Backups open(EstateAt head, BackupPolicy policy);
}
