package skep.bot.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One runbook, and whether it is built as all of them are. */
record RunbookPage(String name, List<String> lines) {
  static final Path FOLDER = Path.of("../runbooks/library");

  private static final List<String> SECTIONS = List.of("Symptom", "Check", "Fix", "Verify");
  private static final String LAST = "If that does not help";
  private static final List<String> KINDS = List.of("sh", "chat", "text", "weed", "js");
  private static final Pattern STEP = Pattern.compile("(\\d+)\\. .*");
  private static final int SHORTEST = 60;
  private static final int LONGEST = 140;

  RunbookPage {
    lines = List.copyOf(lines);
  }

  /** From a heading to the next one; {@code from} is the line of the heading, from 0. */
  private record Section(String heading, int from, int to) {}

  static List<RunbookPage> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(RunbookPage::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunbookPage read(Path file) {
    try {
      return new RunbookPage(file.getFileName().toString(), Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Snippet> snippets() {
    return Snippet.of(name, 1, lines);
  }

  /** What is wrong with how it is built, in sentences. */
  List<String> faults() {
    List<String> faults = new ArrayList<>(opening());
    List<Section> sections = sections("## ", 0, lines.size());
    List<String> headings = sections.stream().map(Section::heading).toList();
    List<String> longer = Stream.concat(SECTIONS.stream(), Stream.of(LAST)).toList();
    if (!headings.equals(SECTIONS) && !headings.equals(longer)) {
      faults.add("its sections are %s and should be %s".formatted(headings, longer));
    }
    sections.stream()
        .filter(section -> text(section).isBlank())
        .forEach(section -> faults.add("nothing stands below " + section.heading()));
    sections.stream()
        .filter(section -> section.heading().equals("Fix"))
        .forEach(fix -> faults.addAll(steps(fix)));
    snippets().stream()
        .filter(one -> !one.is(Snippet.SPAN) && !KINDS.contains(one.kind()))
        .forEach(one -> faults.add("no block is of the kind '%s'".formatted(one.kind())));
    return faults;
  }

  private List<String> opening() {
    List<String> faults = new ArrayList<>();
    if (lines.size() < SHORTEST || lines.size() > LONGEST) {
      faults.add("it has %d lines, not %d to %d".formatted(lines.size(), SHORTEST, LONGEST));
    }
    if (sections("# ", 0, lines.size()).size() != 1 || !lines.getFirst().startsWith("# ")) {
      faults.add("it does not begin with its one title");
    }
    List<String> next = lines.stream().skip(1).filter(line -> !line.isBlank()).toList();
    if (next.isEmpty() || next.getFirst().startsWith("#")) {
      faults.add("no paragraph says when to use it");
    }
    return faults;
  }

  /** Numbered from 1, in each case of several anew, each with something to type. */
  private List<String> steps(Section fix) {
    List<Section> cases = sections("### ", fix.from(), fix.to());
    return (cases.isEmpty() ? List.of(fix) : cases).stream().flatMap(this::numbered).toList();
  }

  private Stream<String> numbered(Section one) {
    List<String> prose = prose();
    List<Integer> starts =
        IntStream.range(one.from(), one.to())
            .filter(at -> STEP.matcher(prose.get(at)).matches())
            .boxed()
            .toList();
    if (starts.isEmpty()) {
      return Stream.of("'%s' has no numbered steps".formatted(one.heading()));
    }
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int from = starts.get(i);
      int to = i + 1 < starts.size() ? starts.get(i + 1) : one.to();
      Matcher step = STEP.matcher(prose.get(from));
      if (step.matches() && Integer.parseInt(step.group(1)) != i + 1) {
        faults.add("line %d should be step %d".formatted(from + 1, i + 1));
      }
      if (Snippet.of(name, from + 1, lines.subList(from, to)).stream()
          .noneMatch(RunbookPage::typed)) {
        faults.add("the step at line %d has no command".formatted(from + 1));
      }
    }
    return faults.stream();
  }

  private static boolean typed(Snippet one) {
    return one.isTypedSpan() || (!one.is(Snippet.SPAN) && !one.is("text"));
  }

  private String text(Section section) {
    return String.join("\n", lines.subList(section.from() + 1, section.to()));
  }

  private List<Section> sections(String mark, int from, int to) {
    List<String> prose = prose();
    List<Integer> starts =
        IntStream.range(from, to).filter(at -> prose.get(at).startsWith(mark)).boxed().toList();
    return IntStream.range(0, starts.size())
        .mapToObj(i ->
            new Section(
                prose.get(starts.get(i)).substring(mark.length()),
                starts.get(i),
                i + 1 < starts.size() ? starts.get(i + 1) : to))
        .toList();
  }

  /** The same lines, with nothing where a block is. */
  private List<String> prose() {
    List<String> prose = new ArrayList<>();
    boolean inside = false;
    for (String line : lines) {
      boolean fence = line.strip().startsWith("```");
      prose.add(inside || fence ? "" : line);
      inside ^= fence;
    }
    return prose;
  }

  @Override
  public String toString() {
    return name;
  }
}
