package skep.commands.secrets;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import skep.commands.Nearest;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.PlanMaker;
import skep.commands.planning.Scope;
import skep.commands.planning.Target;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.RepositoryException;
import skep.secrets.repository.Revision;
import skep.secrets.vault.FileHistory;
import skep.secrets.vault.KeyChange;
import skep.secrets.vault.Secret;
import skep.secrets.vault.Vault;

/** What {@code /secrets} tells: names, who, when; never a value. Changes nothing. */
final class SecretsReport {
  private static final int REVISIONS = 20;

  private final Estates estates;
  private final PlanMaker plans;
  private final Releases releases;
  private final Vault vault;
  private final InstantSource clock;

  SecretsReport(
      Estates estates, PlanMaker plans, Releases releases, Vault vault, InstantSource clock) {
    this.estates = estates;
    this.plans = plans;
    this.releases = releases;
    this.vault = vault;
    this.clock = clock;
  }

  private static Outcome done(String text) {
    return new Outcome.Done(text, List.of());
  }

  /**
   * Everything known of the estate's secrets.
   *
   * @param waiting by path, the stacks whose release does not have the newest values
   */
  record Known(List<Secret> secrets, Uses uses, Map<String, List<String>> waiting) {
    List<String> waiting(String path) {
      return waiting.getOrDefault(path, List.of());
    }
  }

  Known known(EstateAt head) {
    Uses uses = uses(head);
    Map<String, List<String>> waiting = new TreeMap<>();
    undeployed(head, uses)
        .forEach((stack, difference) ->
            difference
                .files()
                .forEach(file ->
                    waiting.computeIfAbsent(file.path(), _ -> new ArrayList<>()).add(stack)));
    return new Known(vault.all(head.commit(), head.rules().secrets().rules()), uses, waiting);
  }

  String list(EstateAt head) {
    Known known = known(head);
    Map<String, List<Secret>> byFile = new TreeMap<>();
    known
        .secrets()
        .forEach(one -> byFile.computeIfAbsent(one.name().path(), _ -> new ArrayList<>()).add(one));
    List<SecretsText.Listed> listed = new ArrayList<>();
    byFile.forEach((path, ofFile) ->
        listed.add(
            new SecretsText.Listed(
                path, ofFile, known.uses().stacksOf(path), known.waiting(path))));
    return SecretsText.list(head.commit(), listed, known.uses(), clock.instant());
  }

  Uses uses(EstateAt head) {
    return Uses.of(head, plans, head.tree().encrypted());
  }

  private Optional<Revision> latest(EstateAt at, String path) {
    return estates.history(at.commit(), path, 1).stream().findFirst();
  }

  Outcome history(EstateAt head, String name) {
    List<String> paths = head.tree().encrypted().stream().toList();
    List<String> meant = paths.stream().filter(path -> isMeant(path, name)).toList();
    if (meant.size() != 1) {
      return unclear(name, paths, meant);
    }
    String path = meant.getFirst();
    List<Revision> revisions = estates.history(head.commit(), path, REVISIONS + 1);
    List<FileHistory.Step> steps =
        FileHistory.of(path, revisions, estates::tree).limit(REVISIONS).toList();
    return done(SecretsText.history(path, steps, revisions.size() > REVISIONS));
  }

  private static boolean isMeant(String path, String name) {
    return path.equals(name) || path.endsWith("/" + name);
  }

  /** By the file's own name too: few people type a whole path. */
  private static Optional<String> nearest(String name, List<String> paths) {
    Map<String, String> byName = new TreeMap<>();
    paths.forEach(path -> byName.put(path.substring(path.lastIndexOf('/') + 1), path));
    return Nearest.to(name, byName.keySet()).map(byName::get).or(() -> Nearest.to(name, paths));
  }

  private static Outcome unclear(String name, List<String> paths, List<String> meant) {
    String next =
        nearest(name, meant.isEmpty() ? paths : meant)
            .map(path -> "/secrets history " + path)
            .orElse("/secrets list");
    return meant.isEmpty()
        ? new Outcome.Refused("There is no encrypted file " + Quoted.code(name) + ".", next)
        : new Outcome.Refused(
            "%s may be any of %s.".formatted(Quoted.code(name), SecretsText.codes(meant)), next);
  }

  /** What a deployment would bring that is not there yet, stack by stack. */
  String undeployed(EstateAt head) {
    return SecretsText.differences(List.copyOf(undeployed(head, uses(head)).values()));
  }

  private SortedMap<String, SecretsText.Difference> undeployed(EstateAt head, Uses uses) {
    SortedMap<String, SecretsText.Difference> differences = new TreeMap<>();
    uses.byStack()
        .forEach((stack, paths) -> {
          Optional<Release> running = releases.latestVerified(stack);
          if (running.isPresent() && !paths.isEmpty()) {
            differences.put(stack, difference("*" + stack + "*", running.get(), head, paths));
          }
        });
    return differences;
  }

  private SecretsText.Difference difference(
      String heading, Release running, EstateAt head, SortedSet<String> paths) {
    try {
      FileTree before = estates.tree(running.commit());
      return new SecretsText.Difference(
          heading + " since release " + running.number(), changes(before, head, paths));
    } catch (RepositoryException e) {
      return new SecretsText.Difference(
          heading + ": the commit of its release is not in the repository any more", List.of());
    }
  }

  Outcome against(String word) {
    String ref =
        Target.parse(word.startsWith("#") ? word : "all@" + word.replaceFirst("^@", "")).ref();
    Scope scope = Scope.of(estates, ref);
    SortedSet<String> paths = new TreeSet<>(scope.head().tree().encrypted());
    paths.addAll(scope.at().tree().encrypted());
    String heading = "%s against the default branch".formatted(Quoted.code(word));
    return done(
        SecretsText.differences(
            List.of(
                new SecretsText.Difference(
                    heading, changes(scope.head().tree(), scope.at(), paths)))));
  }

  private List<SecretsText.FileChange> changes(
      FileTree before, EstateAt after, SortedSet<String> paths) {
    List<SecretsText.FileChange> changes = new ArrayList<>();
    for (String path : paths) {
      List<KeyChange> keys = KeyChange.between(path, before.read(path), after.tree().read(path));
      if (!keys.isEmpty()) {
        changes.add(new SecretsText.FileChange(path, keys, latest(after, path)));
      }
    }
    return changes;
  }
}
