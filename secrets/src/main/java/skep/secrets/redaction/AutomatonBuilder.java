package skep.secrets.redaction;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Lays out the nodes pattern by pattern, then finds their ways back, the less deep ones first. */
final class AutomatonBuilder {
  private final String[] patterns;
  private final String firsts;
  private final int[] starts;
  private final int[] depths;
  private final int[] parents;
  private final char[] labels;
  private final int[] back;

  /** Of the longest pattern that ends at each node. */
  private final int[] longest;

  private final Branches branches;
  private final Nodes nodes;

  AutomatonBuilder(Collection<String> all) {
    patterns = all.stream().distinct().sorted().toArray(String[]::new);
    firsts = firsts();
    starts = new int[patterns.length];
    depths = new int[patterns.length];
    parents = new int[patterns.length];
    int size = places();
    labels = new char[size];
    back = new int[size];
    longest = new int[size];
    branches = new Branches(labels, firsts.length() + patterns.length);
    layOut();
    nodes = new Nodes(firsts.length() + 1, labels, back, branches, starts, depths);
  }

  Automaton build() {
    wayBack();
    int[] endings = IntStream.range(0, longest.length).filter(node -> longest[node] > 0).toArray();
    int[] lengths = Arrays.stream(endings).map(node -> longest[node]).toArray();
    return new Automaton(nodes, endings, lengths);
  }

  private String firsts() {
    StringBuilder found = new StringBuilder();
    for (String pattern : patterns) {
      if (found.isEmpty() || found.charAt(found.length() - 1) != pattern.charAt(0)) {
        found.append(pattern.charAt(0));
      }
    }
    return found.toString();
  }

  /** Gives each pattern a run of nodes for what it does not share with the one before. */
  private int places() {
    int next = firsts.length() + 1;
    for (int i = 0; i < patterns.length; i++) {
      int shared = i == 0 ? 1 : Math.max(1, shared(patterns[i - 1], patterns[i]));
      starts[i] = next;
      depths[i] = shared + 1;
      next = Math.addExact(next, patterns[i].length() - shared + 1);
    }
    if (next >= Nodes.BRANCHES) {
      throw new IllegalArgumentException("there are more secret values than can be looked for");
    }
    return next + 1;
  }

  private static int shared(String one, String other) {
    int shared = 0;
    int most = Math.min(one.length(), other.length());
    while (shared < most && one.charAt(shared) == other.charAt(shared)) {
      shared++;
    }
    return shared;
  }

  private void layOut() {
    Arrays.fill(labels, Symbols.NONE);
    for (int i = 0; i < firsts.length(); i++) {
      labels[i + 1] = firsts.charAt(i);
      branches.add(Nodes.ROOT, i + 1);
    }
    int[] way = new int[deepest() + 1];
    for (int i = 0; i < patterns.length; i++) {
      String pattern = patterns[i];
      way[1] = firsts.indexOf(pattern.charAt(0)) + 1;
      for (int depth = depths[i]; depth <= pattern.length(); depth++) {
        way[depth] = starts[i] + depth - depths[i];
        labels[way[depth]] = pattern.charAt(depth - 1);
      }
      parents[i] = way[depths[i] - 1];
      back[parents[i]] |= Nodes.BRANCHES;
      branches.add(parents[i], starts[i]);
      longest[way[pattern.length()]] = pattern.length();
      back[way[pattern.length()]] |= Nodes.ENDS;
    }
  }

  private int deepest() {
    return Arrays.stream(patterns).mapToInt(String::length).max().orElse(1);
  }

  private void wayBack() {
    int[] runs =
        IntStream.range(0, patterns.length)
            .boxed()
            .sorted(Comparator.comparingInt(run -> depths[run]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] open = new int[runs.length];
    int count = 0;
    int next = 0;
    for (int depth = 2; depth <= deepest(); depth++) {
      while (next < runs.length && depths[runs[next]] == depth) {
        open[count++] = runs[next++];
      }
      int kept = 0;
      for (int i = 0; i < count; i++) {
        wayBack(open[i], depth);
        if (depth < patterns[open[i]].length()) {
          open[kept++] = open[i];
        }
      }
      count = kept;
    }
  }

  private void wayBack(int run, int depth) {
    int node = starts[run] + depth - depths[run];
    int parent = depth == depths[run] ? parents[run] : node - 1;
    int to = nodes.step(back[parent] & ~(Nodes.ENDS | Nodes.BRANCHES), labels[node]);
    if (back[node] >= 0 && back[to] < 0) {
      longest[node] = longest[to];
      back[node] |= Nodes.ENDS;
    }
    back[node] |= to;
  }
}
