package skep.deploy.release;

import java.time.InstantSource;

class InMemoryRecordsTest extends RecordStoreContract {
  private final RecordStore store = new InMemoryRecords(InstantSource.system());

  @Override
  RecordStore store() {
    return store;
  }
}
