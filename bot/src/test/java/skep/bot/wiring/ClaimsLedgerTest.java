package skep.bot.wiring;

import java.time.InstantSource;
import skep.bot.dispatch.Ledger;
import skep.bot.dispatch.LedgerContract;
import skep.deploy.release.Claims;
import skep.deploy.release.InMemoryRecords;

class ClaimsLedgerTest extends LedgerContract {
  @Override
  protected Ledger open(InstantSource clock) {
    return new ClaimsLedger(new Claims(new InMemoryRecords(clock), clock));
  }
}
