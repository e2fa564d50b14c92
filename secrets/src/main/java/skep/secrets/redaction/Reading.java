package skep.secrets.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * One pass over a text. It is read as it stands and, from every line break on, also as if there
 * were none: with nothing in its place or with blanks, and from each place on where the next line's
 * own text may begin. Such a trail is given up as soon as what it remembers lies within one line,
 * as reading the text as it stands finds that too.
 */
final class Reading {
  /** Only values made of little else than breaks and blanks lead to more. */
  private static final int MOST_TRAILS = 256;

  /** So much of a value is recognised where the rest was cut off. */
  private static final int CUT = 8;

  private final Automaton automaton;
  private final String text;
  private final Stretches found = new Stretches();
  private final List<Trail> trails = new ArrayList<>();
  private final PriorityQueue<Trail> later =
      new PriorityQueue<>(Comparator.comparingInt(Trail::from));
  private int node = Automaton.ROOT;

  /** Whitespace before this place was looked at as a whole. */
  private int looked;

  private Reading(Automaton automaton, String text) {
    this.automaton = automaton;
    this.text = text;
  }

  static Stretches of(Automaton automaton, String text) {
    Reading reading = new Reading(automaton, text);
    int at = 0;
    while (at < text.length()) {
      at = reading.trails.isEmpty() ? reading.withoutBreak(at) : at;
      if (at < text.length()) {
        reading.read(at++);
      }
    }
    return reading.found;
  }

  /** Reads on as long as there is but one way to do so. */
  private int withoutBreak(int from) {
    int end = later.isEmpty() ? text.length() : later.element().from();
    for (int at = from; at < end; at++) {
      char c = text.charAt(at);
      if (c == ' ' ? !beforeWord(at) : c == '…' || LineBreaks.mayBegin(c)) {
        return at;
      }
      node = automaton.step(node, Symbols.of(c));
      if (automaton.ends(node)) {
        found.add(at + 1 - automaton.longest(node), at + 1);
      }
    }
    return end;
  }

  private boolean beforeWord(int blank) {
    if (blank + 1 == text.length()) {
      return false;
    }
    char next = text.charAt(blank + 1);
    return next > ' ' && !LineBreaks.mayBegin(next);
  }

  private void read(int at) {
    while (!later.isEmpty() && later.element().from() <= at) {
      resume(later.remove());
    }
    char c = text.charAt(at);
    if (c == '…') {
      cutOff(at);
    }
    if (LineBreaks.mayBegin(c) && at >= looked) {
      lookForBreak(at);
    }
    step(at, Symbols.of(c));
  }

  /**
   * Two that are at the same node find the same: one of them is enough, the one that began first.
   */
  private void resume(Trail trail) {
    for (int i = 0; i < trails.size(); i++) {
      if (trails.get(i).node() == trail.node()) {
        trails.set(i, longer(trails.get(i), trail));
        return;
      }
    }
    if (trails.size() < MOST_TRAILS) {
      trails.add(trail);
    }
  }

  private Trail longer(Trail one, Trail resumed) {
    int symbols = automaton.depth(one.node());
    int at = resumed.from();
    return one.start(symbols, at) < resumed.start(symbols, at) ? one : resumed;
  }

  private void cutOff(int at) {
    int symbols = automaton.depth(node);
    if (symbols >= CUT) {
      found.add(at - symbols, at);
    }
    for (Trail trail : trails) {
      int read = automaton.depth(trail.node());
      if (read >= CUT) {
        found.add(trail.start(read, at), at);
      }
    }
  }

  private void lookForBreak(int at) {
    int blanks = LineBreaks.blanks(text, at);
    int end = LineBreaks.end(text, blanks);
    looked = LineBreaks.whitespace(text, at);
    if (end == blanks || (node == Automaton.ROOT && trails.isEmpty())) {
      return;
    }
    int[] places = LineStart.places(text, end);
    if (node != Automaton.ROOT) {
      goOn(node, places, new Trail(node, 0, new Trail.Before(0, 0, 0, Optional.empty())), at);
    }
    trails.forEach(trail -> goOn(trail.node(), places, trail, at));
  }

  private void goOn(int from, int[] places, Trail trail, int at) {
    int next = from;
    for (int blanks = 0; next != Automaton.ROOT; blanks++) {
      Trail.Before before = trail.upTo(at, blanks);
      for (int place : places) {
        later.add(new Trail(next, place, before));
      }
      next = automaton.step(next, ' ');
    }
  }

  private void step(int at, char symbol) {
    node = automaton.step(node, symbol);
    if (automaton.ends(node)) {
      found.add(at + 1 - automaton.longest(node), at + 1);
    }
    int kept = 0;
    for (Trail trail : trails) {
      trail.node(automaton.step(trail.node(), symbol));
      if (automaton.ends(trail.node())) {
        found.add(trail.start(automaton.longest(trail.node()), at + 1), at + 1);
      }
      if (automaton.depth(trail.node()) > at + 1 - trail.from()) {
        trails.set(kept++, trail);
      }
    }
    trails.subList(kept, trails.size()).clear();
  }
}
