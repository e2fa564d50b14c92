package skep.commands.secrets;

import skep.commands.TypedSecret;
import skep.commands.chat.Aside;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates.EstateAt;
import skep.secrets.vault.SecretName;

/** {@code /secrets set}: a link for one person, never a value. */
final class Setting {
  private final SecretLinks links;
  private final Aside aside;

  Setting(SecretLinks links, Aside aside) {
    this.links = links;
    this.aside = aside;
  }

  Outcome link(Invocation in, EstateAt head, String typed) {
    return switch (Naming.of(typed, head.tree(), "/secrets set")) {
      case Naming.Unclear(var refusal) -> refusal;
      case Naming.Known(var name, var isNew) -> link(in, name, isNew);
    };
  }

  private Outcome link(Invocation in, SecretName name, boolean isNew) {
    return links
        .to(name, in.by())
        .map(link -> told(in, name, link, isNew))
        .orElseGet(() ->
            new Outcome.Refused(
                "The page where secrets are changed is not served here.",
                "SKEP_DESK_PORT and SKEP_DESK_URL in the bot's environment"));
  }

  private Outcome told(Invocation in, SecretName name, String link, boolean isNew) {
    boolean told =
        aside.tell(
            in.by(),
            "Change %s here: %s\nThe link is for you, good once and for ten minutes."
                .formatted(Quoted.code(name.toString()), link));
    return told
        ? new Outcome.Done(
            "%s: I wrote you the link to change %s%s."
                .formatted(
                    Quoted.person(in.by().username()),
                    Quoted.code(name.toString()),
                    isNew ? ", which is not there yet" : ""))
        : new Outcome.Refused(
            "The link to change %s goes into a direct conversation, and I cannot open one with you."
                .formatted(Quoted.code(name.toString())),
            "skep doctor");
  }

  /**
   * The value is gone from the line already; what is left says whether it is from the room, too.
   */
  static Outcome typed(String name, String fate) {
    String message =
        fate.equals(TypedSecret.Fate.DELETED.mark())
            ? "I deleted your message."
            : "I may not delete your message: delete it yourself, now.";
    return new Outcome.Refused(
        "A value typed in chat is known to everybody here, to phones and to the server's backups; I did not take it. %s If it was in use anywhere, it has to be changed there."
            .formatted(message),
        "/secrets set " + name);
  }
}
