package skep.bot.dispatch;

import java.time.InstantSource;

class InMemoryLedgerTest extends LedgerContract {
  @Override
  protected Ledger open(InstantSource clock) {
    return new InMemoryLedger(clock);
  }
}
