package skep.deploy.stack.template;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/** A mapping among the variables: a key it does not have is {@link Undefined}. */
final class Defined extends AbstractMap<String, Object> {
  private final String path;
  private final Map<String, Object> entries;

  /** {@code path}: how a template reaches it, {@code db.main}. */
  Defined(String path, Map<String, Object> entries) {
    this.path = path;
    this.entries = entries;
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return entries.entrySet();
  }

  @Override
  public boolean containsKey(Object key) {
    return entries.containsKey(key);
  }

  @Override
  public Object get(Object key) {
    return entries.containsKey(key) ? entries.get(key) : new Undefined(path + "." + key);
  }
}
