package skep.commands.secrets;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.secrets.vault.Secret;
import skep.secrets.vault.Vault;

/**
 * Tells the alert room, once a day, which secrets want to be changed: seldom while there is time,
 * then more often, and every week once the day is over. A bot that starts later says the same again
 * in the place of it.
 */
public final class Reminders {
  private static final Set<Long> DAYS = Set.of(30L, 14L, 7L, 3L, 2L, 1L, 0L);
  private static final int WEEK = 7;
  private static final int MOST = 30;

  private final Estates estates;
  private final Vault vault;
  private final Notice notice;
  private final InstantSource clock;
  private Optional<LocalDate> told = Optional.empty();

  public Reminders(Estates estates, Vault vault, Notice notice, InstantSource clock) {
    this.estates = estates;
    this.vault = vault;
    this.notice = notice;
    this.clock = clock;
  }

  /** Called now and then. */
  public synchronized void look() {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    if (told.filter(today::equals).isPresent()) {
      return;
    }
    EstateAt head = estates.at("");
    List<String> lines = new ArrayList<>(due(head, now));
    Departure.last(estates, head, vault)
        .filter(departure -> !departure.open().isEmpty())
        .filter(departure -> isWeekly(departure, today))
        .ifPresent(departure -> lines.add(RecipientsText.checklist(departure)));
    if (!lines.isEmpty()) {
      notice.tell(head, "secrets due " + today, String.join("\n", lines));
    }
    told = Optional.of(today);
  }

  private List<String> due(EstateAt head, Instant now) {
    List<Secret> due =
        vault.all(head.commit(), head.rules().secrets().rules()).stream()
            .filter(secret -> secret.daysLeft(now).filter(Reminders::isTold).isPresent())
            .toList();
    List<String> lines = new ArrayList<>();
    if (!due.isEmpty()) {
      lines.add(":calendar: Secrets that want to be changed:");
      due.stream().limit(MOST).forEach(secret -> lines.add("• " + line(secret, now)));
    }
    if (due.size() > MOST) {
      lines.add("• and %d more: `/secrets`".formatted(due.size() - MOST));
    }
    return lines;
  }

  private static boolean isTold(long left) {
    return DAYS.contains(left) || (left < 0 && left % WEEK == 0);
  }

  private static boolean isWeekly(Departure departure, LocalDate today) {
    LocalDate left = LocalDate.ofInstant(departure.removal().when(), ZoneOffset.UTC);
    long days = today.toEpochDay() - left.toEpochDay();
    return days > 0 && days % WEEK == 0;
  }

  private static String line(Secret secret, Instant now) {
    long left = secret.daysLeft(now).orElseThrow();
    String when =
        left < 0
            ? "expired %d days ago".formatted(-left)
            : left == 0 ? "expires today" : "expires in %d d".formatted(left);
    return "%s %s: %s"
        .formatted(
            Quoted.code(secret.name().toString()),
            when,
            Quoted.code(
                (secret.generated() ? "/secrets rotate " : "/secrets set ") + secret.name()));
  }
}
