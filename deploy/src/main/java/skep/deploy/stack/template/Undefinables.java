package skep.deploy.stack.template;

import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.IsDefinedExpTest;
import com.hubspot.jinjava.lib.exptest.IsUndefinedExpTest;
import com.hubspot.jinjava.lib.filter.DefaultFilter;
import java.util.Map;
import java.util.Set;

/** Makes every name nobody defined {@link Undefined}, and the few questions it may be asked. */
final class Undefinables {
  /** Words of the language that it looks up as if they were variables. */
  private static final Set<String> WORDS = Set.of("none", "None", "null", "caller", "loop");

  private Undefinables() {}

  static void install(Context context) {
    context.setDynamicVariableResolver(name -> WORDS.contains(name) ? null : new Undefined(name));
    context.registerExpTest(new DefinedTest());
    context.registerExpTest(new UndefinedTest());
    context.registerFilter(new Default("default"));
    context.registerFilter(new Default("d"));
  }

  private static final class DefinedTest extends IsDefinedExpTest {
    @Override
    public boolean evaluate(Object value, JinjavaInterpreter interpreter, Object... arguments) {
      return !(value instanceof Undefined) && super.evaluate(value, interpreter, arguments);
    }
  }

  private static final class UndefinedTest extends IsUndefinedExpTest {
    @Override
    public boolean evaluate(Object value, JinjavaInterpreter interpreter, Object... arguments) {
      return value instanceof Undefined || super.evaluate(value, interpreter, arguments);
    }
  }

  private static final class Default extends DefaultFilter {
    private final String name;

    Default(String name) {
      this.name = name;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public Object filter(
        Object value, JinjavaInterpreter interpreter, Map<String, Object> arguments) {
      return super.filter(value instanceof Undefined ? null : value, interpreter, arguments);
    }
  }
}
