package skep.deploy.lab;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One lab of each size per run, started when first asked for, taken down when the run ends. */
final class SharedLabs implements ParameterResolver {
  private static final Namespace LABS = Namespace.create(SharedLabs.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Lab.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    int managers = parameter.findAnnotation(Managers.class).map(Managers::value).orElse(1);
    Key key = new Key(LabLocks.name(context.getRequiredTestClass()), managers);
    return context
        .getRoot()
        .getStore(LABS)
        .computeIfAbsent(key, asked -> Lab.start(asked.managers()), Lab.class);
  }

  private record Key(String name, int managers) {}
}
