package skep.commands.secrets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.Estates.StackEntry;
import skep.commands.planning.PlanMaker;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.FileTree;

/**
 * Which encrypted files each stack's files read while they are loaded: as Docker secrets, configs,
 * {@code env_file} or the variables of a template.
 *
 * @param byStack paths by the stack's name
 * @param unread stacks whose files could not be loaded, so that not all is known of them
 * @param missing files a stack names as a secret's and that are not there, by the stack's name
 */
record Uses(
    SortedMap<String, SortedSet<String>> byStack,
    List<String> unread,
    SortedMap<String, SortedSet<String>> missing) {
  Uses {
    byStack = Collections.unmodifiableSortedMap(new TreeMap<>(byStack));
    unread = List.copyOf(unread);
    missing = Collections.unmodifiableSortedMap(new TreeMap<>(missing));
  }

  static Uses of(EstateAt estate, PlanMaker plans, Collection<String> encrypted) {
    SortedMap<String, SortedSet<String>> byStack = new TreeMap<>();
    List<String> unread = new ArrayList<>();
    SortedMap<String, SortedSet<String>> missing = new TreeMap<>();
    for (StackEntry stack : estate.stacks()) {
      Watched watched =
          new Watched(estate.tree(), new TreeSet<>(encrypted), new TreeSet<>(), new TreeSet<>());
      EstateAt seen = new EstateAt(estate.commit(), watched, estate.rules(), estate.stacks());
      try {
        plans.desired(seen, stack, true);
      } catch (RuntimeException e) {
        // Whatever is wrong with it, /diff of that stack says so; what it read by then counts.
        unread.add(stack.name());
        if (!watched.missing().isEmpty()) {
          missing.put(stack.name(), watched.missing());
        }
      }
      byStack.put(stack.name(), watched.read());
    }
    return new Uses(byStack, unread, missing);
  }

  List<String> stacksOf(String path) {
    return byStack.entrySet().stream()
        .filter(entry -> entry.getValue().contains(path))
        .map(entry -> entry.getKey())
        .toList();
  }

  /** A tree that remembers which of its files were asked for, and which it does not have. */
  private record Watched(
      FileTree tree, SortedSet<String> encrypted, SortedSet<String> read, SortedSet<String> missing)
      implements FileTree {
    @Override
    public CommitId commit() {
      return tree.commit();
    }

    @Override
    public SortedSet<String> paths() {
      return tree.paths();
    }

    @Override
    public SortedSet<String> links() {
      return tree.links();
    }

    @Override
    public Optional<byte[]> read(String path) {
      if (encrypted.contains(path)) {
        read.add(path);
      }
      if (!tree.paths().contains(path)) {
        missing.add(path);
      }
      return tree.read(path);
    }
  }
}
