package skep.deploy.incident;

import skep.deploy.release.InMemoryRecords;
import skep.deploy.release.RecordStore;

class IncidentsInMemoryTest extends IncidentRecordsContract {
  private final RecordStore store = new InMemoryRecords(clock);

  @Override
  RecordStore store() {
    return store;
  }
}
