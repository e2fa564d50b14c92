package skep.bot.wiring;

import java.util.List;
import skep.bot.dispatch.Ledger;
import skep.commands.chat.Origin;
import skep.deploy.release.Claims;

/** The dispatcher's ledger in the Swarm. A claim carries its origin in its own name. */
final class ClaimsLedger implements Ledger {
  private static final String ANSWERED = "answered";

  private final Claims claims;

  ClaimsLedger(Claims claims) {
    this.claims = claims;
  }

  @Override
  public boolean take(Origin origin) {
    return claims.claim(origin.toString());
  }

  @Override
  public void alive(Origin origin) {
    claims.alive(origin.toString());
  }

  @Override
  public void answered(Origin origin) {
    if (claims.find(origin.toString()).isPresent()) {
      claims.note(origin.toString(), ANSWERED);
    }
  }

  @Override
  public List<Taken> unanswered() {
    return claims.all().stream()
        .filter(claim -> claim.result().isEmpty())
        .flatMap(claim ->
            Origin.parse(claim.messageId())
                .map(origin -> new Taken(origin, claim.alive()))
                .stream())
        .toList();
  }
}
