package skep.commands.secrets;

import java.util.List;
import java.util.Optional;
import skep.commands.chat.Announcer;
import skep.commands.chat.Announcer.Announcement;
import skep.commands.chat.Invocation;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.commands.incidents.Background;
import skep.commands.planning.Estates.EstateAt;

/** Tells the alert room what somebody did with secrets, never a value. */
public final class Notice {
  private final Announcer announcer;
  private final Background background;

  public Notice(Announcer announcer) {
    this(announcer, Background.NONE);
  }

  /**
   * @param background of what nobody did just now
   */
  public Notice(Announcer announcer, Background background) {
    this.announcer = announcer;
    this.background = background;
  }

  void tell(Invocation in, EstateAt head, String text) {
    announce(
        head,
        "secrets " + in.id(),
        Optional.of(in).filter(one -> !one.by().atTerminal()),
        by(in.by(), text));
  }

  /**
   * Tells what nobody did just now, with the page about it.
   *
   * @param key told again under the same one, it takes the place of what was told before
   */
  public void tell(EstateAt head, String key, String text) {
    String page = background.runbook(text).map(line -> "\n" + line).orElse("");
    announce(head, key, Optional.empty(), text + page);
  }

  public static String by(Person person, String text) {
    return "%s (%s)".formatted(text, Quoted.person(person.username()));
  }

  private void announce(EstateAt head, String key, Optional<Invocation> in, String text) {
    head.rules()
        .alerts()
        .ifPresent(room ->
            announcer.tell(
                new Announcement(room, key, in.map(Invocation::origin), List.of(), text)));
  }
}
