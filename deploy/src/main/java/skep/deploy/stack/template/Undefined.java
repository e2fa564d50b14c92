package skep.deploy.stack.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.UnknownTokenException;
import com.hubspot.jinjava.objects.PyWrapper;
import com.hubspot.jinjava.util.HasObjectTruthValue;
import java.util.AbstractMap;
import java.util.Set;

/**
 * What stands for a name nobody defined. The engine's own way, nothing, would be blank as soon as
 * an operator or a filter takes it; this fails whatever is done with it, but for asking whether it
 * is defined and for giving a default. A map, so that reading a field of it fails too.
 */
final class Undefined extends AbstractMap<String, Object>
    implements PyWrapper, HasObjectTruthValue {
  private final String name;

  Undefined(String name) {
    this.name = name;
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    throw unknown();
  }

  @Override
  public Object get(Object key) {
    throw unknown();
  }

  @Override
  public boolean getObjectTruthValue() {
    throw unknown();
  }

  @Override
  public boolean equals(Object other) {
    throw unknown();
  }

  @Override
  public int hashCode() {
    throw unknown();
  }

  @Override
  public String toString() {
    throw unknown();
  }

  private UnknownTokenException unknown() {
    int line =
        JinjavaInterpreter.getCurrentMaybe().map(JinjavaInterpreter::getLineNumber).orElse(0);
    return new UnknownTokenException(name, line, 0);
  }
}
