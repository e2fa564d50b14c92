package skep.secrets.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces every known secret value in a text, also where it stands encoded or escaped ({@link
 * EncodedForms}), and where it is spread over several lines, each with an indent, a quote mark or a
 * log's prefix. One pass over the text however many values there are. Values under {@link
 * #SHORTEST} characters are left alone: replacing them would tear ordinary words apart.
 */
public final class Redaction {
  public static final int SHORTEST = 6;
  public static final String MARK = "(redacted)";

  /** Nothing is known yet: texts pass as they are. */
  public static final Redaction NONE = new Redaction(List.of(), Set.of());

  private final List<Layer> layers;
  private final Set<SecretValue> tooShort;

  /** Values that became known together, or that were few enough to be taken up once more. */
  private record Layer(Set<SecretValue> values, Automaton automaton) {
    static Layer of(Set<SecretValue> values) {
      Set<String> patterns = new HashSet<>();
      values.forEach(value -> patterns.addAll(EncodedForms.of(value)));
      return new Layer(values, Automaton.of(patterns));
    }
  }

  private Redaction(List<Layer> layers, Set<SecretValue> tooShort) {
    this.layers = layers;
    this.tooShort = tooShort;
  }

  public static Redaction of(Collection<SecretValue> values) {
    return NONE.with(values);
  }

  /** Whether the value is long enough to be replaced. */
  public static boolean covers(SecretValue value) {
    return !Symbols.patterns(new String(value.reveal(), UTF_8)).isEmpty();
  }

  /** This redaction and these values besides. */
  public Redaction with(Collection<SecretValue> values) {
    Set<SecretValue> left = new HashSet<>(tooShort);
    Set<SecretValue> fresh = new HashSet<>();
    for (SecretValue value : values) {
      if (!covers(value)) {
        left.add(value);
      } else if (layers.stream().noneMatch(layer -> layer.values().contains(value))) {
        fresh.add(value);
      }
    }
    if (fresh.isEmpty()) {
      return left.size() == tooShort.size() ? this : new Redaction(layers, Set.copyOf(left));
    }
    return new Redaction(taken(fresh), Set.copyOf(left));
  }

  /** Few new values do not have all the others taken up anew, and layers stay few. */
  private List<Layer> taken(Set<SecretValue> fresh) {
    List<Layer> kept = new ArrayList<>(layers);
    Set<SecretValue> values = new HashSet<>(fresh);
    while (!kept.isEmpty() && kept.getLast().values().size() <= 4 * values.size()) {
      values.addAll(kept.removeLast().values());
    }
    kept.add(Layer.of(values));
    return List.copyOf(kept);
  }

  /** How many values are known that are too short to be replaced. */
  public int tooShort() {
    return tooShort.size();
  }

  public String apply(String text) {
    Stretches found = new Stretches();
    for (Layer layer : layers) {
      found = found.and(Reading.of(layer.automaton(), text));
    }
    return found.replace(text, MARK);
  }
}
