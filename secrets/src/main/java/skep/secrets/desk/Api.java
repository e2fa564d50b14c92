package skep.secrets.desk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import skep.secrets.desk.DeskWork.Edit;
import skep.secrets.desk.DeskWork.Listing;
import skep.secrets.desk.DeskWork.Row;
import skep.secrets.desk.DeskWork.Saved;
import skep.secrets.redaction.SecretValue;
import skep.secrets.vault.SecretName;

/** What somebody at the desk can do with secrets. */
final class Api {
  private final DeskWork work;
  private final Guard guard;

  Api(DeskWork work, Guard guard) {
    this.work = work;
    this.guard = guard;
  }

  /** All of them; of who came by a link, the one it opened, also where it is not there yet. */
  Answer list(Session session) {
    Listing listing = work.list();
    List<Row> rows = listing.rows().stream().filter(row -> session.mayTouch(row.name())).toList();
    List<Row> shown = rows.isEmpty() ? session.only().map(Api::notYet).stream().toList() : rows;
    return Answer.json(200, Views.listing(listing, shown));
  }

  private static Row notYet(SecretName name) {
    return new Row(name, false, Optional.empty(), Optional.empty(), false, List.of(), List.of());
  }

  Answer reveal(Session session, Request request) throws IOException {
    Body body = Body.of(request, "path", "key", "base");
    SecretName name = touched(session, body.name());
    if (!guard.passes(Guard.Kind.REVEAL, session.person().id())) {
      work.denied(Optional.of(session.person()), "looked at very many values");
      throw new DeskError(429, "That were many values in a minute. Try again in a minute.");
    }
    return work.reveal(session.person(), name, body.commit())
        .map(value -> Answer.json(200, Views.value(value)))
        .orElseThrow(() -> new DeskError(404, "There is no such secret yet."));
  }

  Answer generate(Session session, Request request) throws IOException {
    SecretName name = touched(session, Body.of(request, "path", "key").name());
    SecretValue value =
        work.generate(name)
            .orElseThrow(
                () -> new DeskError(404, "skep.yaml does not say how a value of this is made."));
    return Answer.json(200, Views.value(value));
  }

  Answer save(Session session, Request request) throws IOException {
    Body body = Body.of(request, "path", "key", "base", "value", "base64", "deploy");
    Edit edit =
        new Edit(touched(session, body.name()), body.commit(), body.value(), body.flag("deploy"));
    return switch (work.save(session.person(), edit)) {
      case Saved.Done(var commit, var oddities, var more) -> {
        ObjectNode view = Views.object().put("commit", commit.sha()).put("more", more);
        ArrayNode odd = view.putArray("oddities");
        oddities.forEach(one -> odd.add(one.words()));
        yield Answer.json(200, view);
      }
      case Saved.Conflict(var theirs) -> {
        ObjectNode view =
            Views.error(
                "%s changed this meanwhile. Look at it, then save again.".formatted(theirs.who()));
        view.set("theirs", Views.step(theirs));
        yield Answer.json(409, view);
      }
      case Saved.Refused(var why) -> Answer.json(422, Views.error(why));
    };
  }

  Answer history(Session session, Request request) throws IOException {
    Body body = Body.of(request, "path", "key");
    return Answer.json(200, Views.steps(work.history(touched(session, body.name()))));
  }

  private SecretName touched(Session session, SecretName name) {
    if (!session.mayTouch(name)) {
      work.denied(Optional.of(session.person()), "tried another secret than their link opens");
      throw new DeskError(403, "This link opens one secret, and this is another.");
    }
    return name;
  }
}
