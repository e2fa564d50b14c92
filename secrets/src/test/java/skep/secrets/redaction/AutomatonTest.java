package skep.secrets.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against looking for every pattern at every place. */
class AutomatonTest {
  private final Random random = new Random(11);

  @Test
  void ofFewDifferentCharactersEveryPatternIsFoundWhereverItStands() {
    for (int round = 0; round < 3000; round++) {
      check(patterns("abc", 1 + random.nextInt(12)), random("abc", random.nextInt(60)));
    }
  }

  @Test
  void linesAreReadOnAsIfThereWereNoBreak() {
    for (int round = 0; round < 10_000; round++) {
      check(patterns("ab >", 1 + random.nextInt(6)), random("abab > \n\n", random.nextInt(30)));
    }
  }

  @Test
  void escapedBreaksMayAlsoBeTheValuesOwnCharacters() {
    for (int round = 0; round < 10_000; round++) {
      check(patterns("n\\ a", 1 + random.nextInt(4)), random("nna\\\\ \n", random.nextInt(20)));
    }
  }

  @Test
  void aPatternThatRepeatsItselfIsFoundInALongTextOfItsOwn() {
    Automaton automaton = Automaton.of(List.of("a".repeat(5000), "a".repeat(6)));
    String text = "a".repeat(1_000_000) + "b";
    assertThat(Reading.of(automaton, text).replace(text, "-")).isEqualTo("-b");
  }

  @Test
  void nothingIsFoundWithoutPatterns() {
    assertThat(Reading.of(Automaton.of(Set.of()), "ab\nab").replace("ab\nab", "-"))
        .isEqualTo("ab\nab");
  }

  private List<String> patterns(String alphabet, int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> random(alphabet, 2 + random.nextInt(6)).strip())
        .filter(pattern -> pattern.length() > 1)
        .toList();
  }

  private String random(String alphabet, int length) {
    return random
        .ints(length, 0, alphabet.length())
        .mapToObj(i -> alphabet.substring(i, i + 1))
        .reduce("", String::concat);
  }

  /** Of each pattern that may be read up to some place one way of reading it is found. */
  private static void check(List<String> patterns, String text) {
    BitSet found = places(Reading.of(Automaton.of(patterns), text), text);
    BitSet all = new BitSet();
    for (String pattern : patterns) {
      Map<Integer, List<Integer>> startsByEnd = new TreeMap<>();
      for (int start = 0; start < text.length(); start++) {
        for (int end : ends(pattern, 0, text, start)) {
          startsByEnd.computeIfAbsent(end, _ -> new ArrayList<>()).add(start);
          all.set(start, end);
        }
      }
      startsByEnd.forEach((end, starts) ->
          assertThat(starts)
              .as("%s of %s up to %d in '%s'", pattern, patterns, end, text)
              .anyMatch(start -> found.nextClearBit(start) >= end));
    }
    found.andNot(all);
    assertThat(found.cardinality()).as("of %s in '%s'", patterns, text).isZero();
  }

  private static BitSet places(Stretches stretches, String text) {
    BitSet places = new BitSet();
    stretches.forEach(places::set);
    assertThat(stretches.replace(text, "").length())
        .isEqualTo(text.length() - places.cardinality());
    return places;
  }

  /** Where the rest of a pattern may end if it goes on here. */
  private static int[] ends(String pattern, int read, String text, int at) {
    if (read == pattern.length()) {
      return new int[] {at};
    }
    if (at >= text.length()) {
      return new int[0];
    }
    IntStream ends = IntStream.empty();
    if (Symbols.of(text.charAt(at)) == pattern.charAt(read)) {
      ends = Arrays.stream(ends(pattern, read + 1, text, at + 1));
    }
    int blanks = LineBreaks.blanks(text, at);
    int end = LineBreaks.end(text, blanks);
    if (read > 0 && end > blanks) {
      for (int next = read; next == read || pattern.charAt(next - 1) == ' '; next++) {
        int from = next;
        ends =
            IntStream.concat(
                ends,
                Arrays.stream(LineStart.places(text, end))
                    .flatMap(place -> Arrays.stream(ends(pattern, from, text, place))));
      }
    }
    return ends.distinct().toArray();
  }
}
