package skep.commands.ask;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.chat.Announcer;
import skep.commands.chat.Announcer.Announcement;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates;
import skep.deploy.release.RecordLabels;
import skep.deploy.release.RecordStore;
import skep.deploy.release.RecordStore.MovedException;
import skep.deploy.release.RecordStore.NameTakenException;
import skep.deploy.release.RecordStore.Stored;
import skep.runbooks.index.Terms;

/**
 * Questions the runbooks do not answer: kept with the Swarm's records, and told once a week in the
 * alert room, so that somebody writes the page.
 */
public final class Unanswered {
  private static final Logger LOG = Logger.getLogger(Unanswered.class.getName());
  private static final String KIND = "asked";
  private static final String WEEK = "skep.week";
  private static final String COUNT = "skep.count";
  private static final int MOST = 200;
  private static final int SHOWN = 15;
  private static final int LONGEST = 500;
  private static final int TRIES = 3;

  /** Of their words two questions have in common, so that they are one. */
  private static final double ALIKE = 0.6;

  private final RecordStore records;
  private final Estates estates;
  private final Announcer announcer;
  private final InstantSource clock;
  private final Terms terms = new Terms();
  private String told = "";

  public Unanswered(
      RecordStore records, Estates estates, Announcer announcer, InstantSource clock) {
    this.records = records;
    this.estates = estates;
    this.announcer = announcer;
    this.clock = clock;
  }

  /** One more; never throws, for an answer does not hang on it. */
  public void note(String question) {
    try {
      String text = question.length() <= LONGEST ? question : question.substring(0, LONGEST);
      String week = week(clock.instant());
      String key = week + " " + new HashSet<>(terms.of(text)).stream().sorted().toList();
      String name = "skep-asked-" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < TRIES && !isNoted(name, week, text); i++) {}
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "an unanswered question is not kept: {0}", e.getMessage());
    }
  }

  /** False where somebody else noted one at the same moment. */
  private boolean isNoted(String name, String week, String text) {
    Optional<Stored> there = records.find(name);
    try {
      if (there.isPresent()) {
        records.relabel(there.get(), labels(week, count(there.get()) + 1));
      } else if (of(week).size() < MOST) {
        records.create(name, labels(week, 1), text.getBytes(StandardCharsets.UTF_8));
      }
      return true;
    } catch (MovedException | NameTakenException e) {
      return false;
    }
  }

  private static Map<String, String> labels(String week, int count) {
    return Map.of(RecordLabels.RECORD, KIND, WEEK, week, COUNT, Integer.toString(count));
  }

  private static int count(Stored one) {
    return Integer.parseInt(one.labels().getOrDefault(COUNT, "1"));
  }

  private List<Stored> of(String week) {
    return records.list(Map.of(RecordLabels.RECORD, KIND, WEEK, week));
  }

  /** Called now and then: tells those of last week, once, and forgets those before. */
  public void look() {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    String last = week(today.minusWeeks(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    if (last.equals(told)) {
      return;
    }
    List<Group> groups = groups(of(last));
    Optional<String> room = estates.lastSeen().rules().alerts();
    if (!groups.isEmpty() && room.isPresent()) {
      announcer.tell(
          new Announcement(
              room.get(), "unanswered " + last, Optional.empty(), List.of(), text(groups)));
    }
    records.list(Map.of(RecordLabels.RECORD, KIND)).stream()
        .filter(one -> one.labels().getOrDefault(WEEK, "").compareTo(last) < 0)
        .forEach(records::remove);
    told = last;
  }

  /** {@code 2026-W48}, in the order of time. */
  static String week(Instant moment) {
    LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
    return "%d-W%02d"
        .formatted(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  private record Group(String question, Set<String> words, int count) {}

  private List<Group> groups(List<Stored> questions) {
    List<Group> groups = new ArrayList<>();
    for (Stored one :
        questions.stream()
            .sorted(
                Comparator.comparingInt((Stored question) -> -count(question))
                    .thenComparing(Stored::name))
            .toList()) {
      String question = new String(one.data(), StandardCharsets.UTF_8);
      Set<String> words = Set.copyOf(terms.of(question));
      Optional<Group> like =
          groups.stream().filter(group -> alike(group.words(), words) >= ALIKE).findFirst();
      like.ifPresent(groups::remove);
      groups.add(
          like.map(group -> new Group(group.question(), group.words(), group.count() + count(one)))
              .orElseGet(() -> new Group(question, words, count(one))));
    }
    return groups.stream()
        .sorted(Comparator.comparingInt(Group::count).reversed().thenComparing(Group::question))
        .toList();
  }

  private static double alike(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.retainAll(other);
    int all = one.size() + other.size() - both.size();
    return all == 0 ? 1 : both.size() / (double) all;
  }

  private static String text(List<Group> groups) {
    List<String> lines = new ArrayList<>();
    lines.add(":grey_question: Asked last week, and not in the runbooks:");
    groups.stream()
        .limit(SHOWN)
        .forEach(group ->
            lines.add(
                "• %s: %s"
                    .formatted(
                        group.count() == 1 ? "once" : group.count() + " times",
                        Quoted.brief(group.question()))));
    if (groups.size() > SHOWN) {
      lines.add("• and %d more".formatted(groups.size() - SHOWN));
    }
    return String.join("\n", lines);
  }
}
