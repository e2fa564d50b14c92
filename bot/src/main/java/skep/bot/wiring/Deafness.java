package skep.bot.wiring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import skep.commands.chat.Announcer;
import skep.commands.chat.Announcer.Announcement;
import skep.commands.chat.Quoted;
import skep.commands.incidents.Background;
import skep.commands.planning.Estates;

/** Tells the alert room when the bot does not hear for a while, and when it hears again. */
final class Deafness {
  private static final Logger LOG = Logger.getLogger(Deafness.class.getName());

  private final Announcer announcer;
  private final Estates estates;
  private final Background background;
  private final InstantSource clock;
  private final Duration patience;
  private Optional<Spell> spell = Optional.empty();

  private record Spell(Instant since, String why, boolean told) {}

  /**
   * @param patience shorter spells are nobody's business
   */
  Deafness(
      Announcer announcer,
      Estates estates,
      Background background,
      InstantSource clock,
      Duration patience) {
    this.background = background;
    this.announcer = announcer;
    this.estates = estates;
    this.clock = clock;
    this.patience = patience;
  }

  synchronized void begins(String why) {
    if (spell.isEmpty()) {
      spell = Optional.of(new Spell(now(), why, false));
    }
  }

  /** Called now and then. */
  synchronized void look() {
    spell
        .filter(deaf -> !deaf.told() && !clock.instant().isBefore(deaf.since().plus(patience)))
        .ifPresent(deaf -> {
          spell = Optional.of(new Spell(deaf.since(), deaf.why(), true));
          tell(
              deaf,
              ":ear: I hear nothing since %s: %s. Commands wait until I hear again.%s"
                  .formatted(deaf.since(), Quoted.code(deaf.why()), helps(deaf)));
        });
  }

  synchronized void ends() {
    spell
        .filter(Spell::told)
        .ifPresent(deaf ->
            tell(
                deaf,
                ":ear: I heard nothing from %s to %s: %s. What was said meanwhile is read back."
                    .formatted(deaf.since(), now(), Quoted.code(deaf.why()))));
    spell = Optional.empty();
  }

  private String helps(Spell deaf) {
    return background.lines("Rocket.Chat: the bot hears nothing, " + deaf.why()).stream()
        .map("\n"::concat)
        .collect(Collectors.joining());
  }

  private void tell(Spell deaf, String text) {
    try {
      estates
          .lastSeen()
          .rules()
          .alerts()
          .ifPresent(room ->
              announcer.tell(
                  new Announcement(
                      room, "deaf since " + deaf.since(), Optional.empty(), List.of(), text)));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the alert room could not be told", e);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
